import { databaseCap, hubCap, loadPolicy } from '../resource-policy.ts';
import { assertNoRowsLost } from './assert-no-rows-lost.ts';
import {
  assertIntact,
  type PackedSnapshot,
  type PublishedSnapshot,
  pack,
  unpack,
} from './format.ts';
import { type Held, isStale, type Offer, type SnapshotOrigin } from './held.ts';
import { capRate } from './rate-cap.ts';
import { isNewest, replace, type Slot, versionOf } from './slot.ts';
import type { Label, SnapshotStore } from './store.ts';
import { withTimeout } from './with-timeout.ts';

/** What always has the newest version, and costs more to ask than the store. */
export interface HubReader {
  /** Its label alone where that is no newer; undefined when nothing was published. May reject. */
  readonly find: (environment: string, newerThan: number) => Promise<HubFound | undefined>;
}

interface HubFound {
  readonly label: Label;
  readonly packed?: PackedSnapshot;
}

export interface LadderOptions {
  readonly store: SnapshotStore;
  /** Asked where the store fails, and for a version that somebody names. */
  readonly hub?: HubReader | undefined;
  /** Asked where neither can help. May reject. */
  readonly findInDatabase: (environment: string) => Promise<PublishedSnapshot | undefined>;
  /** What was deployed with the code: the last resort. */
  readonly findBundled: (environment: string) => PublishedSnapshot | undefined;
  readonly now: () => number;
  /** Told of each check that failed: nobody answered, or what they hold is not to be trusted. */
  readonly onFault: (environment: string, error: unknown) => void;
}

/**
 * What an isolate asks for a newer snapshot, one after another: the store, the hub, the database, what
 * was deployed with the code.
 *
 * Only what is intact and of this environment counts. It replaces what is held when it is newer, or when
 * it was published as the version that is held provisionally; it confirms what is held when it is the
 * same; what is older says nothing. Whatever else comes is told to `onFault` and changes nothing.
 */
export class Ladder {
  readonly #options: LadderOptions;
  readonly #admit: Readonly<Record<'hub' | 'database', ReturnType<typeof capRate>>>;

  constructor(options: LadderOptions) {
    const { now } = options;
    this.#options = options;
    this.#admit = { hub: capRate(hubCap, now), database: capRate(databaseCap, now) };
  }

  /** As far down as it takes, the bundle apart. Never rejects. */
  async descend(slot: Slot): Promise<void> {
    const asked = this.#askStore(slot);
    const hasAnswered = await withTimeout(asked, loadPolicy.storeMilliseconds);
    const isHubNeeded = !hasAnswered || this.#isStale(slot);
    if (isHubNeeded && this.#mayAsk('hub', slot)) await this.#tryHub(slot);
    if (this.#isStale(slot) && this.#mayAsk('database', slot)) await this.#askDatabase(slot);
    if (!slot.held) await asked;
  }

  /**
   * For whoever has seen that version: the hub at once, whatever the store has; where that does not help,
   * the store; where the hub failed, the database. Rejects when nobody said what is newest.
   */
  async catchUp(slot: Slot, version: number): Promise<void> {
    const hasHubAnswered = await this.#tryHub(slot);
    if (isNewest(slot, version)) return;
    await withTimeout(this.#askStore(slot), loadPolicy.storeMilliseconds);
    if (hasHubAnswered || isNewest(slot, version)) return;
    if (this.#mayAsk('database', slot)) await this.#askDatabase(slot);
    if (!isNewest(slot, version)) throw new Error('the hub did not answer');
  }

  /** What was deployed with the code, where nothing is held. Never rejects. */
  async takeBundled(slot: Slot): Promise<void> {
    try {
      const snapshot = this.#options.findBundled(slot.environment);
      if (snapshot) await this.#takeUnpublished(slot, snapshot, 'bundle');
    } catch (error) {
      this.#options.onFault(slot.environment, error);
    }
  }

  take(slot: Slot, offer: Omit<Offer, 'now'>): void {
    replace(slot, { ...offer, now: this.#options.now() });
  }

  /** See `RateCap`. Who may not be asked now might have had it: it is not known to be missing. */
  #mayAsk(rung: 'hub' | 'database', slot: Slot): boolean {
    const isKnown = slot.held ?? this.#options.findBundled(slot.environment);
    const mayAsk = this.#admit[rung](slot, isKnown ? 'known' : 'unknown');
    if (!mayAsk) slot.lacks = 'unavailable';
    return mayAsk;
  }

  #isStale({ held }: Slot): boolean {
    return held === undefined || isStale(held, this.#options.now());
  }

  /** Resolves with whether it had something that may be trusted. */
  async #askStore(slot: Slot): Promise<boolean> {
    try {
      const packed = await this.#options.store.find(slot.environment);
      slot.lacks = packed === undefined ? 'missing' : undefined;
      if (packed !== undefined) await this.#takePublished(slot, packed, 'kv');
      return packed !== undefined;
    } catch (error) {
      this.#failed(slot, error);
      return false;
    }
  }

  /** Resolves with whether it said what is newest. */
  async #tryHub(slot: Slot): Promise<boolean> {
    try {
      const newerThan = versionOf(slot) - (slot.held?.isProvisional ? 1 : 0);
      const found = await this.#options.hub?.find(slot.environment, newerThan);
      if (found?.packed) await this.#takePublished(slot, found.packed, 'hub');
      else if (found && isSame(slot.held, found.label)) this.#confirm(slot.held, 'hub');
      else if (found) assertOneContent(slot.held, found.label);
      return true;
    } catch (error) {
      this.#failed(slot, error);
      return false;
    }
  }

  async #askDatabase(slot: Slot): Promise<void> {
    try {
      const snapshot = await this.#options.findInDatabase(slot.environment);
      if (snapshot === undefined) return;
      const { held } = slot;
      assertNoRowsLost(snapshot, this.#countBefore(slot));
      if (held?.snapshot.version === snapshot.version) this.#confirm(held, 'postgres');
      else await this.#takeUnpublished(slot, snapshot, 'postgres');
    } catch (error) {
      this.#failed(slot, error);
    }
  }

  /** Throws where it is not to be trusted. */
  async #takePublished(slot: Slot, packed: PackedSnapshot, origin: 'kv' | 'hub'): Promise<void> {
    const { held, environment } = slot;
    if (isSame(held, packed)) {
      await assertIntact(packed);
      return this.#confirm(held, origin);
    }
    const snapshot = await unpack(packed, environment);
    assertOneContent(held, packed);
    this.take(slot, { snapshot, checksum: packed.checksum, origin });
  }

  async #takeUnpublished(slot: Slot, snapshot: PublishedSnapshot, origin: 'postgres' | 'bundle') {
    const { checksum } = await pack(snapshot);
    this.take(slot, { snapshot, checksum, origin });
  }

  #countBefore({ held, environment }: Slot) {
    if (held) return { flags: held.snapshot.flags.size, keys: held.keys.size };
    const bundled = this.#options.findBundled(environment);
    return bundled && { flags: bundled.flags.length, keys: bundled.keys.length };
  }

  #confirm(held: Held, origin: SnapshotOrigin): void {
    held.confirmedAt = this.#options.now();
    held.origin = origin;
    if (origin === 'kv' || origin === 'hub') held.isProvisional = false;
  }

  #failed(slot: Slot, error: unknown): void {
    slot.lacks = 'unavailable';
    this.#options.onFault(slot.environment, error);
  }
}

/** The very same text, so nothing of it has to be read again. */
const isSame = (
  held: Held | undefined,
  { version, checksum }: Pick<Label, 'version' | 'checksum'>,
): held is Held => held?.snapshot.version === version && held.checksum === checksum;

/** Throws where what is held was published as this version with another text. */
function assertOneContent(held: Held | undefined, label: Pick<Label, 'version' | 'checksum'>) {
  const isOther = held?.snapshot.version === label.version && held.checksum !== label.checksum;
  if (!isOther || held.isProvisional) return;
  throw new Error(`version ${label.version} is published with another content than the one held`);
}
