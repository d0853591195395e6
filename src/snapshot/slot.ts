import type { CatchUp } from './catch-up.ts';
import type { PublishedSnapshot } from './format.ts';
import { type Held, hold, type SnapshotOrigin } from './held.ts';

/** `missing`: the store knows no such environment. `unavailable`: nothing could be learnt. */
export type Lack = 'missing' | 'unavailable';

/** What an isolate knows of one environment. Instants are in milliseconds since the epoch. */
export interface Slot {
  held?: Held;
  triedAt: number;
  /** What the last check came to, if it brought no snapshot. */
  lacks?: Lack | undefined;
  check?: Promise<void> | undefined;
  catchUp?: CatchUp;
}

export interface Offer {
  readonly snapshot: PublishedSnapshot;
  readonly origin: SnapshotOrigin;
  readonly now: number;
}

/** Takes a snapshot, unless what is held is as new. */
export function replace(slot: Slot, { snapshot, origin, now }: Offer): void {
  if (isNewest(slot, snapshot.version)) return;
  slot.held = hold(snapshot, { origin, confirmedAt: now });
  slot.triedAt = now;
  slot.lacks = undefined;
}

/** What is held is of that version or a newer one. */
export function isNewest(slot: Slot, version: number): slot is Slot & { held: Held } {
  return slot.held !== undefined && version <= slot.held.snapshot.version;
}

/** Less than any where nothing is held. */
export const versionOf = ({ held }: Slot): number =>
  held?.snapshot.version ?? Number.NEGATIVE_INFINITY;
