import { loadPolicy } from '../resource-policy.ts';
import { CatchUp } from './catch-up.ts';
import { elapsed } from './elapsed.ts';
import type { PublishedSnapshot } from './format.ts';
import type { AnswerSource, Held } from './held.ts';
import { Ladder, type LadderOptions } from './ladder.ts';
import { isNewest, type Lack, type Slot, versionOf } from './slot.ts';
import { withTimeout } from './with-timeout.ts';

/** Bounds the memory that keys of made-up environments can take. */
const maxEnvironments = 1_000;

/** A snapshot, and whether it was had just now or was there before. */
export interface Found {
  readonly held: Held;
  readonly source: AnswerSource;
}

export type Loaded = Found | Lack;

export interface LoaderOptions extends LadderOptions {
  /** What was deployed with the code: the last resort. */
  readonly findBundled: (environment: string) => PublishedSnapshot | undefined;
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
  readonly #ladder: Ladder;

  constructor(options: LoaderOptions) {
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
    return withTimeout(this.#check(environment, slot), loadPolicy.waitWithoutSnapshotMilliseconds);
  }

  /** Asks the store, one check at a time however many wait for it. Never rejects. */
  async load(environment: string): Promise<Loaded> {
    const slot = this.#slotOf(environment);
    if (!slot.held && !slot.check && this.#lacksStill(slot)) return slot.lacks;
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
    if (!isNewest(slot, version)) {
      await this.#catchUpOf(environment, slot)?.reach(version, name);
    }
    const { held } = slot;
    const isAsLoaded = typeof loaded === 'object' && held === loaded.held;
    return !held || isAsLoaded ? loaded : { held, source: sourceOf(held, true) };
  }

  /** Takes what a publisher in this isolate has just written, unless something newer is held. */
  accept(snapshot: PublishedSnapshot): void {
    this.#ladder.take(this.#slotOf(snapshot.environment), snapshot, 'kv');
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
    const check = this.#ladder.descend(environment, slot).finally(() => {
      if (slot.check === check) slot.check = undefined;
    });
    slot.check = check;
    return check;
  }

  #catchUpOf(environment: string, slot: Slot): CatchUp | undefined {
    const { hub, now } = this.#options;
    if (!hub) return undefined;
    slot.catchUp ??= new CatchUp({
      now,
      versionHeld: () => versionOf(slot),
      read: () => this.#ladder.readHub(environment, slot),
    });
    return slot.catchUp;
  }

  #holdBundled(environment: string, slot: Slot): Held | undefined {
    const snapshot = this.#options.findBundled(environment);
    if (snapshot !== undefined) this.#ladder.take(slot, snapshot, 'bundle');
    return slot.held;
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
