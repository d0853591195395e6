import type { ErrorCode, Reason } from '../../engine/evaluation.ts';
import type { Json } from '../../engine/json.ts';

/** One flag as `GET /features/:key` answers it. */
export interface Feature {
  readonly flag_key: string;
  readonly name: string;
  /** The evaluated answer; for a flag that is not boolean: whether it serves another than its off variant. */
  readonly is_enabled: boolean;
  /** The configured default rollout, 0 to 100. */
  readonly rollout_percentage: number;
  readonly value: Json;
  readonly variant: string | null;
  readonly reason: Reason;
  /** Why the value is a fallback, where it is one. */
  readonly error_code?: ErrorCode | 'PROVIDER_NOT_READY';
  /** The version of the snapshot that answered; 0 when none could. */
  readonly version: number;
}

/** Every flag a key may see, as `GET /features` answers them. */
export interface Features {
  readonly environment: string;
  readonly version: number;
  readonly features: readonly Feature[];
}
