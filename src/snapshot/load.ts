import { hubCap, loadPolicy } from '../resource-policy.ts';
import { CatchUp } from './catch-up.ts';
import { elapsed } from './elapsed.ts';
import { type PackedSnapshot, type PublishedSnapshot, unpack } from './format.ts';
import type { AnswerSource, Held, SnapshotOrigin } from './held.ts';
import { capRate } from './rate-cap.ts';
import { isNewest, type Lack, replace, type Slot } from './slot.ts';
import type { Label, SnapshotStore } from './store.ts';
import { withTimeout } from './with-timeout.ts';

/** Bounds the memory that keys of made-up environments can take. */
const maxEnvironments = 1_000;

/** A snapshot, and whether it was had just now or was there before. */
export interface Found {
  readonly held: Held;
  readonly source: AnswerSource;
}

export type Loaded = Found | Lack;

/** What always has the newest version, and costs more to ask than the store. */
export interface HubReader {
  /** Its label alone where that is no newer; undefined when nothing was published. May reject. */
  readonly find: (environment: string, newerThan: number) => Promise<HubFound | undefined>;
}

interface HubFound {
  readonly label: Pick<Label, 'version'>;
  readonly packed?: PackedSnapshot;
}

export interface LoaderOptions {
  readonly store: SnapshotStore;
  /** Asked where the store fails, and for a version that somebody names. */
  readonly hub?: HubReader | undefined;
  /** Asked where the store cannot help; see `rate-cap.ts`. May reject. */
  readonly findInDatabase: (environment: string) => Promise<PublishedSnapshot | undefined>;
  /** What was deployed with the code: the last resort. */
  readonly findBundled: (environment: string) => PublishedSnapshot | undefined;
  readonly now: () => number;
  /** Told of each check that failed: the store did not answer, or what it holds is not to be trusted. */
  readonly onFault: (environment: string, error: unknown) => void;
}

/**
 * The snapshots in this isolate's memory. A snapshot is replaced only by a newer, intact one: when
 * the store fails, lags behind, or holds something corrupt, the one that is held goes on answering.
 *
 * Whoever holds none goes down the ladder: store, hub, database, what was deployed with the code. The
 * store is asked as often in an outage as at any other time, so nothing surges when it is back.
 */
export class SnapshotLoader {
  readonly #slots = new Map<string, Slot>();
  readonly #options: LoaderOptions;
  readonly #findInHub: HubReader['find'];

  constructor(options: LoaderOptions) {
    this.#options = options;
    this.#findInHub = capRate(options.hub?.find ?? findNothing, hubCap, options.now);
  }

  /** What answers at once; undefined where a request has to `load`. Never waits. */
  findFresh(environment: string): Held | undefined {
    const slot = this.#slots.get(environment);
    return slot && this.#since(slot.triedAt) < loadPolicy.waitAfterMilliseconds
      ? slot.held
      : undefined;
  }

  /** What is held, however long ago it was checked. */
  findHeld(environment: string): Held | undefined {
    return this.#slots.get(environment)?.held;
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

  /**
   * The same for whoever has seen a version already, be it announced or in an answer: where what is held
   * is older, the hub is asked first. It may be older all the same, if the hub has no such version or
   * does not answer. The name tells apart what was asked for in vain. Never rejects.
   */
  async loadAtLeast(environment: string, version: number, name = String(version)): Promise<Loaded> {
    const fresh = this.findFresh(environment);
    const loaded: Loaded = fresh
      ? { held: fresh, source: sourceOf(fresh, false) }
      : await this.load(environment);
    const slot = this.#slotOf(environment);
    if (isNewest(slot, version)) return loaded;
    await this.#catchUpOf(environment, slot)?.reach(version, name);
    const { held } = slot;
    return held ? { held, source: sourceOf(held, held !== fresh) } : loaded;
  }

  /** Takes what a publisher in this isolate has just written, unless something newer is held. */
  accept(snapshot: PublishedSnapshot): void {
    this.#take(this.#slotOf(snapshot.environment), snapshot, 'kv');
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
    const hasAnswered = await withTimeout(asked, loadPolicy.storeMilliseconds);
    if (!hasAnswered) await this.#askHub(environment, slot);
    if (this.#isStale(slot)) await this.#askDatabase(environment, slot);
    if (!slot.held) await asked;
  }

  #isStale({ held }: Slot): boolean {
    if (held === undefined || held.origin === 'bundle') return true;
    return this.#since(held.confirmedAt) > loadPolicy.staleAfterMilliseconds;
  }

  /** Resolves with whether it had something that may be trusted. */
  async #askStore(environment: string, slot: Slot): Promise<boolean> {
    try {
      const packed = await this.#options.store.find(environment);
      slot.lacks = packed === undefined ? 'missing' : undefined;
      if (packed === undefined) return false;
      if (isNewest(slot, packed.version)) this.#confirm(slot.held, 'kv');
      else this.#take(slot, await unpack(packed, environment), 'kv');
      return true;
    } catch (error) {
      slot.lacks = 'unavailable';
      this.#options.onFault(environment, error);
      return false;
    }
  }

  async #askHub(environment: string, slot: Slot): Promise<void> {
    try {
      await this.#takeFromHub(slot, environment, this.#findInHub);
    } catch (error) {
      this.#options.onFault(environment, error);
    }
  }

  /** Rejects when the hub does not answer, or what it holds is not to be trusted. */
  async #takeFromHub(slot: Slot, environment: string, find: HubReader['find']): Promise<void> {
    const found = await find(environment, versionOf(slot));
    if (found?.packed) this.#take(slot, await unpack(found.packed, environment), 'hub');
    else if (slot.held && slot.held.snapshot.version === found?.label.version) {
      this.#confirm(slot.held, 'hub');
    }
  }

  async #askDatabase(environment: string, slot: Slot): Promise<void> {
    try {
      const snapshot = await this.#options.findInDatabase(environment);
      if (snapshot === undefined) return;
      if (isNewest(slot, snapshot.version)) this.#confirm(slot.held, 'postgres');
      else this.#take(slot, snapshot, 'postgres');
    } catch (error) {
      this.#options.onFault(environment, error);
    }
  }

  #catchUpOf(environment: string, slot: Slot): CatchUp | undefined {
    const { hub, now, onFault } = this.#options;
    if (!hub) return undefined;
    slot.catchUp ??= new CatchUp({
      now,
      versionHeld: () => versionOf(slot),
      read: () =>
        this.#takeFromHub(slot, environment, hub.find).catch((error) => {
          onFault(environment, error);
          throw error;
        }),
    });
    return slot.catchUp;
  }

  #holdBundled(environment: string, slot: Slot): Held | undefined {
    const snapshot = this.#options.findBundled(environment);
    if (snapshot !== undefined) this.#take(slot, snapshot, 'bundle');
    return slot.held;
  }

  #take(slot: Slot, snapshot: PublishedSnapshot, origin: SnapshotOrigin): void {
    replace(slot, { snapshot, origin, now: this.#options.now() });
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

/** Less than any where nothing is held. */
const versionOf = ({ held }: Slot): number => held?.snapshot.version ?? Number.NEGATIVE_INFINITY;

const findNothing = async () => undefined;
