import type { JsonObject } from '../../../engine/json.ts';
import { type RawSearch, text } from '../../lib/search.ts';

/** Whose flags are looked at, as the address has it. */
export interface TrySearch {
  readonly environment?: string | undefined;
  readonly context?: JsonObject | undefined;
  readonly search?: string | undefined;
  /** The flag whose explanation is open. */
  readonly flag?: string | undefined;
}

export const trySearch = (raw: RawSearch): TrySearch => ({
  environment: text(raw.environment),
  context: isObject(raw.context) ? raw.context : undefined,
  search: text(raw.search),
  flag: text(raw.flag),
});

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
