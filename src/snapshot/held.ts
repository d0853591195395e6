import { prepare } from '../engine/prepare.ts';
import type { PreparedSnapshot } from '../engine/prepared-snapshot.ts';
import { loadPolicy } from '../resource-policy.ts';
import { elapsed } from './elapsed.ts';
import {
  contentTag,
  type PublishedContextKey,
  type PublishedKey,
  type PublishedSnapshot,
} from './format.ts';

const snapshotOrigins = ['kv', 'hub', 'postgres', 'bundle'] as const;

/** What a snapshot was had from: the store, the hub, the database, or what was deployed with the code. */
export type SnapshotOrigin = (typeof snapshotOrigins)[number];

export const answerSources = ['memory', ...snapshotOrigins, 'default'] as const;

/** Where an answer came from, as `x-flags-source` tells it. */
export type AnswerSource = (typeof answerSources)[number];

/** A snapshot in the isolate's memory, ready to evaluate. */
export interface Held {
  readonly snapshot: PreparedSnapshot;
  readonly keys: ReadonlyMap<string, PublishedKey>;
  /** By the `kid` of the tokens that they verify. */
  readonly contextKeys: ReadonlyMap<string, PublishedContextKey>;
  readonly requiresSignedContext: boolean;
  /** SHA-256 of its text in hex. */
  readonly checksum: string;
  /** Names its version and content; see `contentTag`. */
  readonly tag: string;
  /** No publisher has looked at it: it gives way to what was published as the same version. */
  isProvisional: boolean;
  /** What it was had from, or last confirmed by. */
  origin: SnapshotOrigin;
  /** When that said that there is nothing newer, in milliseconds since the epoch. */
  confirmedAt: number;
}

/** A snapshot that was had from somewhere at some time. */
export interface Offer {
  readonly snapshot: PublishedSnapshot;
  readonly checksum: string;
  readonly origin: SnapshotOrigin;
  /** In milliseconds since the epoch. */
  readonly now: number;
}

export const hold = ({ snapshot, checksum, origin, now }: Offer): Held => ({
  snapshot: prepare(snapshot),
  keys: new Map(snapshot.keys.map((key) => [key.hash, key])),
  contextKeys: new Map(snapshot.contextKeys?.map((key) => [key.id, key])),
  requiresSignedContext: snapshot.requiresSignedContext === true,
  checksum,
  tag: contentTag({ version: snapshot.version, checksum }),
  isProvisional: isProvisional(origin),
  origin,
  confirmedAt: now,
});

/** What the store and the hub hold was published; rows and what was deployed were not. */
export const isProvisional = (origin: SnapshotOrigin): boolean =>
  origin === 'postgres' || origin === 'bundle';

/** Nothing has confirmed it for long, or it is as old as the deployment: its answers say so. */
export const isStale = ({ origin, confirmedAt }: Held, now: number): boolean =>
  origin === 'bundle' || elapsed(confirmedAt, now) > loadPolicy.staleAfterMilliseconds;
