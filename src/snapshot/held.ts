import { prepare } from '../engine/prepare.ts';
import type { PreparedSnapshot } from '../engine/prepared-snapshot.ts';
import type { PublishedKey, PublishedSnapshot } from './format.ts';

/** Where an answer came from, as `x-flags-source` tells it. */
export type AnswerSource = 'memory' | 'kv' | 'default';

/** A snapshot in the isolate's memory, ready to evaluate. */
export interface Held {
  readonly snapshot: PreparedSnapshot;
  readonly keys: ReadonlyMap<string, PublishedKey>;
  /** When its source last said that there is nothing newer, in milliseconds since the epoch. */
  confirmedAt: number;
}

export const hold = (snapshot: PublishedSnapshot, confirmedAt: number): Held => ({
  snapshot: prepare(snapshot),
  keys: new Map(snapshot.keys.map((key) => [key.hash, key])),
  confirmedAt,
});
