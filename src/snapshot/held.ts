import { prepare } from '../engine/prepare.ts';
import type { PreparedSnapshot } from '../engine/prepared-snapshot.ts';
import { loadPolicy } from '../resource-policy.ts';
import type { PublishedContextKey, PublishedKey, PublishedSnapshot } from './format.ts';

/** What a snapshot was had from: the store, the hub, the database, or what was deployed with the code. */
export type SnapshotOrigin = 'kv' | 'hub' | 'postgres' | 'bundle';

/** Where an answer came from, as `x-flags-source` tells it. */
export type AnswerSource = 'memory' | SnapshotOrigin | 'default';

/** A snapshot in the isolate's memory, ready to evaluate. */
export interface Held {
  readonly snapshot: PreparedSnapshot;
  readonly keys: ReadonlyMap<string, PublishedKey>;
  /** By the `kid` of the tokens that they verify. */
  readonly contextKeys: ReadonlyMap<string, PublishedContextKey>;
  readonly requiresSignedContext: boolean;
  /** What it was had from, or last confirmed by. */
  origin: SnapshotOrigin;
  /** When that said that there is nothing newer, in milliseconds since the epoch. */
  confirmedAt: number;
}

export const hold = (
  snapshot: PublishedSnapshot,
  { origin, confirmedAt }: Pick<Held, 'origin' | 'confirmedAt'>,
): Held => ({
  snapshot: prepare(snapshot),
  keys: new Map(snapshot.keys.map((key) => [key.hash, key])),
  contextKeys: new Map(snapshot.contextKeys?.map((key) => [key.id, key])),
  requiresSignedContext: snapshot.requiresSignedContext === true,
  origin,
  confirmedAt,
});

/** Nothing has confirmed it for long, or it is as old as the deployment: its answers say so. */
export const isStale = ({ origin, confirmedAt }: Held, now: number): boolean =>
  origin === 'bundle' || now - confirmedAt > loadPolicy.staleAfterMilliseconds;
