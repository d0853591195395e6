import { loadPolicy } from '../resource-policy.ts';
import { elapsed } from './elapsed.ts';
import { type PublishedSnapshot, unpack } from './format.ts';
import { type AnswerSource, type Held, hold, type SnapshotOrigin } from './held.ts';
import type { SnapshotStore } from './store.ts';
import { withTimeout } from './with-timeout.ts';

/** Bounds the memory that keys of made-up environments can take. */
const maxEnvironments = 1_000;

/** `missing`: the store knows no such environment. `unavailable`: nothing could be learnt. */
type Lack = 'missing' | 'unavailable';

/** A snapshot, and whether it was had just now or was there before. */
export interface Found {
  readonly held: Held;
  readonly source: AnswerSource;
}

export type Loaded = Found | Lack;

export interface LoaderOptions {
  readonly store: SnapshotStore;
  /** Asked where the store cannot help; see `rate-cap.ts`. May reject. */
  readonly findInDatabase: (environment: string) => Promise<PublishedSnapshot | undefined>;
  /** What was deployed with the code: the last resort. */
  readonly findBundled: (environment: string) => PublishedSnapshot | undefined;
  readonly now: () => number;
  /** Told of each check that failed: the store did not answer, or what it holds is not to be trusted. */
  readonly onFault: (environment: string, error: unknown) => void;
}

/** What is known of one environment. Instants are in milliseconds since the epoch. */
interface Slot {
  held?: Held;
  triedAt: number;
  /** What the last check came to, if it brought no snapshot. */
  lacks?: Lack | undefined;
  check?: Promise<void> | undefined;
}

/**
 * The snapshots in this isolate's memory. A snapshot is replaced only by a newer, intact one: when
 * the store fails, lags behind, or holds something corrupt, the one that is held goes on answering.
 *
 * Whoever holds none goes down the ladder: store, database, what was deployed with the code. The
 * store is asked as often in an outage as at any other time, so nothing surges when it is back.
 */
export class SnapshotLoader {
  readonly #slots = new Map<string, Slot>();
  readonly #options: LoaderOptions;

  constructor(options: LoaderOptions) {
    this.#options = options;
  }

  /** What answers at once; undefined where a request has to `load`. Never waits. */
  findFresh(environment: string): Held | undefined {
    const slot = this.#slots.get(environment);
    return slot && this.#since(slot.triedAt) < loadPolicy.waitAfterMilliseconds
      ? slot.held
      : undefined;
  }

  /** What answers from memory, of every environment. */
  listHeld(): readonly Held[] {
    return [...this.#slots.values()].flatMap(({ held }) => held ?? []);
  }

  /** A check of what is held, to be kept alive in the background, if one is due. Never rejects. */
  refreshIfDue(environment: string): Promise<unknown> | undefined {
    const slot = this.#slots.get(environment);
    if (!slot?.held || this.#since(slot.triedAt) < loadPolicy.refreshAfterMilliseconds)
      return undefined;
    return withTimeout(this.#check(environment, slot), loadPolicy.waitWithoutSnapshotMilliseconds);
  }

  /** Asks the store, one check at a time however many wait for it. Never rejects. */
  async load(environment: string): Promise<Loaded> {
    const slot = this.#slotOf(environment);
    if (!slot.held && this.#lacksStill(slot)) return slot.lacks;
    const check = this.#check(environment, slot);
    const waitedMilliseconds = Math.max(0, this.#options.now() - slot.triedAt);
    const patienceMilliseconds = slot.held
      ? loadPolicy.waitWithSnapshotMilliseconds
      : loadPolicy.waitWithoutSnapshotMilliseconds;
    const confirmedAt = slot.held?.confirmedAt;
    await withTimeout(check, Math.max(0, patienceMilliseconds - waitedMilliseconds));
    const held = slot.held ?? this.#holdBundled(environment, slot);
    if (held === undefined) return slot.lacks ?? 'unavailable';
    return { held, source: sourceOf(held, held.confirmedAt !== confirmedAt) };
  }

  /** Takes what a publisher in this isolate has just written, unless something newer is held. */
  accept(snapshot: PublishedSnapshot): void {
    this.#replace(this.#slotOf(snapshot.environment), snapshot, 'kv');
  }

  #lacksStill(slot: Slot): slot is Slot & { lacks: Lack } {
    return (
      slot.lacks !== undefined &&
      this.#since(slot.triedAt) < loadPolicy.lacksForMilliseconds[slot.lacks]
    );
  }

  #check(environment: string, slot: Slot): Promise<void> {
    if (slot.check && this.#since(slot.triedAt) < loadPolicy.abandonAfterMilliseconds) {
      return slot.check;
    }
    slot.triedAt = this.#options.now();
    const check = this.#refresh(environment, slot).finally(() => {
      if (slot.check === check) slot.check = undefined;
    });
    slot.check = check;
    return check;
  }

  async #refresh(environment: string, slot: Slot): Promise<void> {
    const asked = this.#askStore(environment, slot);
    await withTimeout(asked, loadPolicy.storeMilliseconds);
    if (this.#isStale(slot)) await this.#askDatabase(environment, slot);
    if (!slot.held) await asked;
  }

  #isStale({ held }: Slot): boolean {
    if (held === undefined || held.origin === 'bundle') return true;
    return this.#since(held.confirmedAt) > loadPolicy.staleAfterMilliseconds;
  }

  async #askStore(environment: string, slot: Slot): Promise<void> {
    try {
      const packed = await this.#options.store.find(environment);
      slot.lacks = packed === undefined ? 'missing' : undefined;
      if (packed === undefined) return;
      if (isNewest(slot, packed.version)) this.#confirm(slot.held, 'kv');
      else this.#replace(slot, await unpack(packed, environment), 'kv');
    } catch (error) {
      slot.lacks = 'unavailable';
      this.#options.onFault(environment, error);
    }
  }

  async #askDatabase(environment: string, slot: Slot): Promise<void> {
    try {
      const snapshot = await this.#options.findInDatabase(environment);
      if (snapshot === undefined) return;
      if (isNewest(slot, snapshot.version)) this.#confirm(slot.held, 'postgres');
      else this.#replace(slot, snapshot, 'postgres');
    } catch (error) {
      this.#options.onFault(environment, error);
    }
  }

  #holdBundled(environment: string, slot: Slot): Held | undefined {
    const snapshot = this.#options.findBundled(environment);
    if (snapshot !== undefined) this.#replace(slot, snapshot, 'bundle');
    return slot.held;
  }

  #replace(slot: Slot, snapshot: PublishedSnapshot, origin: SnapshotOrigin): void {
    if (isNewest(slot, snapshot.version)) return;
    const now = this.#options.now();
    slot.held = hold(snapshot, { origin, confirmedAt: now });
    slot.triedAt = now;
    slot.lacks = undefined;
  }

  #confirm(held: Held, origin: SnapshotOrigin): void {
    held.confirmedAt = this.#options.now();
    held.origin = origin;
  }

  #since(instant: number): number {
    return elapsed(instant, this.#options.now());
  }

  #slotOf(environment: string): Slot {
    const known = this.#slots.get(environment);
    if (known) return known;
    if (this.#slots.size >= maxEnvironments) this.#forgetOneWithoutSnapshot();
    const slot: Slot = { triedAt: Number.NEGATIVE_INFINITY };
    this.#slots.set(environment, slot);
    return slot;
  }

  #forgetOneWithoutSnapshot(): void {
    for (const [environment, slot] of this.#slots) {
      if (!slot.held) return void this.#slots.delete(environment);
    }
  }
}

/** A bundled snapshot is as old as the deployment, wherever it is kept meanwhile. */
export function sourceOf({ origin }: Held, isNew: boolean): AnswerSource {
  return isNew || origin === 'bundle' ? origin : 'memory';
}

function isNewest(slot: Slot, version: number): slot is Slot & { held: Held } {
  return slot.held !== undefined && version <= slot.held.snapshot.version;
}
