import type { Json } from './json.ts';

/** OpenFeature's words for why a value was chosen, as far as an evaluation uses them. */
export type Reason = 'STATIC' | 'TARGETING_MATCH' | 'SPLIT' | 'DISABLED' | 'DEFAULT' | 'ERROR';

/** OpenFeature's error codes, as far as an evaluation can meet them. */
export type ErrorCode = 'FLAG_NOT_FOUND' | 'PARSE_ERROR' | 'TARGETING_KEY_MISSING';

/** What a flag serves to one context, and why. Frozen, its value too, and shared between calls. */
export interface Evaluation {
  readonly value: Json;
  /** Absent only when the flag is unknown or too broken to have an off variant. */
  readonly variant: string | undefined;
  readonly reason: Reason;
  /** The rule or override that decided. */
  readonly ruleId: string | undefined;
  readonly errorCode: ErrorCode | undefined;
  /** The version of the snapshot that answered. */
  readonly version: number;
}
