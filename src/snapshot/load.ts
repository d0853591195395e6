import { loadPolicy, memoryPolicy } from '../resource-policy.ts';
import { CatchUp } from './catch-up.ts';
import { elapsed } from './elapsed.ts';
import type { PublishedSnapshot } from './format.ts';
import type { AnswerSource, Held } from './held.ts';
import { Ladder, type LadderOptions } from './ladder.ts';
import { isNewest, type Lack, type Slot, versionOf } from './slot.ts';
import { withTimeout } from './with-timeout.ts';

/** A snapshot, and whether it was had just now or was there before. */
export interface Found {
  readonly held: Held;
  readonly source: AnswerSource;
}

export type Loaded = Found | Lack;

/**
 * The snapshots in this isolate's memory. A snapshot is replaced only by a newer, intact one: when
 * the store fails, lags behind, or holds something corrupt, the one that is held goes on answering.
 *
 * Whoever holds none goes down the ladder: store, hub, database, what was deployed with the code. The
 * store is asked as often in an outage as at any other time, so nothing surges when it is back.
 */
export class SnapshotLoader {
  readonly #slots = new Map<string, Slot>();
  readonly #options: LadderOptions;
  readonly #ladder: Ladder;

  constructor(options: LadderOptions) {
    this.#options = options;
    this.#ladder = new Ladder(options);
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
    return withTimeout(this.#check(slot), loadPolicy.waitWithoutSnapshotMilliseconds);
  }

  /** Asks the store, one check at a time however many wait for it. Never rejects. */
  async load(environment: string): Promise<Loaded> {
    const slot = this.#slotOf(environment);
    if (!slot.held && !slot.check && this.#lacksStill(slot)) return slot.lacks;
    const check = this.#check(slot);
    const waitedMilliseconds = Math.max(0, this.#options.now() - slot.triedAt);
    const patienceMilliseconds = slot.held
      ? loadPolicy.waitWithSnapshotMilliseconds
      : loadPolicy.waitWithoutSnapshotMilliseconds;
    const confirmedAt = slot.held?.confirmedAt;
    await withTimeout(check, Math.max(0, patienceMilliseconds - waitedMilliseconds));
    if (!slot.held) await this.#ladder.takeBundled(slot);
    const { held } = slot;
    if (held === undefined) return slot.lacks ?? 'unavailable';
    return { held, source: sourceOf(held, held.confirmedAt !== confirmedAt) };
  }

  /** What answers at once, else what `load` comes to. */
  async loadUnlessFresh(environment: string): Promise<Loaded> {
    const held = this.findFresh(environment);
    return held ? { held, source: sourceOf(held, false) } : this.load(environment);
  }

  /**
   * The same for whoever has seen a version already, be it announced or in an answer: where what is held
   * is older, the hub is asked first. It may be older all the same, if there is no such version or nobody
   * answers. The name tells the version from others that were asked for in vain. Never rejects.
   */
  async loadAtLeast(environment: string, version: number, name = String(version)): Promise<Loaded> {
    const loaded = await this.loadUnlessFresh(environment);
    const slot = this.#slotOf(environment);
    if (!isNewest(slot, version)) await this.#catchUpOf(slot)?.reach(version, name);
    const { held } = slot;
    const isAsLoaded = typeof loaded === 'object' && held === loaded.held;
    return !held || isAsLoaded ? loaded : { held, source: sourceOf(held, true) };
  }

  /** Takes what a publisher in this isolate has just written, unless something newer is held. */
  accept(snapshot: PublishedSnapshot, checksum: string): void {
    const slot = this.#slotOf(snapshot.environment);
    this.#ladder.take(slot, { snapshot, checksum, origin: 'kv' });
  }

  #lacksStill(slot: Slot): slot is Slot & { lacks: Lack } {
    return (
      slot.lacks !== undefined &&
      this.#since(slot.triedAt) < loadPolicy.lacksForMilliseconds[slot.lacks]
    );
  }

  #isChecking(slot: Slot): slot is Slot & { check: Promise<void> } {
    return (
      slot.check !== undefined && this.#since(slot.triedAt) < loadPolicy.abandonAfterMilliseconds
    );
  }

  #check(slot: Slot): Promise<void> {
    if (this.#isChecking(slot)) return slot.check;
    slot.triedAt = this.#options.now();
    const check = this.#ladder.descend(slot).finally(() => {
      if (slot.check === check) slot.check = undefined;
    });
    slot.check = check;
    return check;
  }

  #catchUpOf(slot: Slot): CatchUp | undefined {
    const { hub, now } = this.#options;
    if (!hub) return undefined;
    slot.catchUp ??= new CatchUp({
      now,
      versionHeld: () => versionOf(slot),
      read: (version) => this.#ladder.catchUp(slot, version),
    });
    return slot.catchUp;
  }

  #since(instant: number): number {
    return elapsed(instant, this.#options.now());
  }

  #slotOf(environment: string): Slot {
    const known = this.#slots.get(environment);
    if (known) return known;
    if (this.#slots.size >= memoryPolicy.environments) this.#forgetOne();
    const slot: Slot = { environment, triedAt: Number.NEGATIVE_INFINITY };
    this.#slots.set(environment, slot);
    return slot;
  }

  /** Anybody can make keys of environments that there are not: one that is served is never forgotten. */
  #forgetOne(): void {
    for (const [environment, slot] of this.#slots) {
      if (!slot.held && !this.#isChecking(slot)) return void this.#slots.delete(environment);
    }
  }
}

/** A bundled snapshot is as old as the deployment, wherever it is kept meanwhile. */
export function sourceOf({ origin }: Held, isNew: boolean): AnswerSource {
  return isNew || origin === 'bundle' ? origin : 'memory';
}
