import type { CatchUp } from './catch-up.ts';
import { type Held, hold, isProvisional, type Offer } from './held.ts';

/** `missing`: the store knows no such environment. `unavailable`: nothing could be learnt. */
export type Lack = 'missing' | 'unavailable';

/** What an isolate knows of one environment. Instants are in milliseconds since the epoch. */
export interface Slot {
  readonly environment: string;
  held?: Held;
  triedAt: number;
  /** What the last check came to, if it brought no snapshot. */
  lacks?: Lack | undefined;
  check?: Promise<void> | undefined;
  catchUp?: CatchUp;
}

/** Takes a snapshot that is newer than what is held, or was published as what is held provisionally. */
export function replace(slot: Slot, offer: Offer): void {
  if (slot.held && !outdoes(offer, slot.held)) return;
  slot.held = hold(offer);
  slot.triedAt = offer.now;
  slot.lacks = undefined;
}

function outdoes({ snapshot: { version }, origin }: Offer, held: Held): boolean {
  if (version !== held.snapshot.version) return version > held.snapshot.version;
  return held.isProvisional && !isProvisional(origin);
}

/** What is held is of that version or a newer one. */
export const isNewest = ({ held }: Slot, version: number): boolean =>
  held !== undefined && version <= held.snapshot.version;

/** Less than any where nothing is held. */
export const versionOf = ({ held }: Slot): number =>
  held?.snapshot.version ?? Number.NEGATIVE_INFINITY;
