import { hubCap, loadPolicy } from '../resource-policy.ts';
import { elapsed } from './elapsed.ts';
import { type PackedSnapshot, type PublishedSnapshot, unpack } from './format.ts';
import type { Held, SnapshotOrigin } from './held.ts';
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
  readonly label: Pick<Label, 'version'>;
  readonly packed?: PackedSnapshot;
}

export interface LadderOptions {
  readonly store: SnapshotStore;
  /** Asked where the store fails, and for a version that somebody names. */
  readonly hub?: HubReader | undefined;
  /** Asked where the store cannot help; see `rate-cap.ts`. May reject. */
  readonly findInDatabase: (environment: string) => Promise<PublishedSnapshot | undefined>;
  readonly now: () => number;
  /** Told of each check that failed: the store did not answer, or what it holds is not to be trusted. */
  readonly onFault: (environment: string, error: unknown) => void;
}

/** What an isolate asks for a newer snapshot, one after another: the store, the hub, the database. */
export class Ladder {
  readonly #options: LadderOptions;
  readonly #findInHub: HubReader['find'];

  constructor(options: LadderOptions) {
    this.#options = options;
    this.#findInHub = capRate(options.hub?.find ?? findNothing, hubCap, options.now);
  }

  /** As far down as it takes. Never rejects. */
  async descend(environment: string, slot: Slot): Promise<void> {
    const asked = this.#askStore(environment, slot);
    const hasAnswered = await withTimeout(asked, loadPolicy.storeMilliseconds);
    if (!hasAnswered) await this.#askHub(environment, slot);
    if (this.#isStale(slot)) await this.#askDatabase(environment, slot);
    if (!slot.held) await asked;
  }

  /** At once, whatever the store has. Rejects when the hub does not answer, or holds nothing sound. */
  async readHub(environment: string, slot: Slot): Promise<void> {
    try {
      await this.#takeFromHub(slot, environment, this.#options.hub?.find ?? findNothing);
    } catch (error) {
      this.#options.onFault(environment, error);
      throw error;
    }
  }

  take(slot: Slot, snapshot: PublishedSnapshot, origin: SnapshotOrigin): void {
    replace(slot, { snapshot, origin, now: this.#options.now() });
  }

  #isStale({ held }: Slot): boolean {
    if (held === undefined || held.origin === 'bundle') return true;
    return elapsed(held.confirmedAt, this.#options.now()) > loadPolicy.staleAfterMilliseconds;
  }

  /** Resolves with whether it had something that may be trusted. */
  async #askStore(environment: string, slot: Slot): Promise<boolean> {
    try {
      const packed = await this.#options.store.find(environment);
      slot.lacks = packed === undefined ? 'missing' : undefined;
      if (packed === undefined) return false;
      if (isNewest(slot, packed.version)) this.#confirm(slot.held, 'kv');
      else this.take(slot, await unpack(packed, environment), 'kv');
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
      slot.lacks = 'unavailable';
      this.#options.onFault(environment, error);
    }
  }

  async #takeFromHub(slot: Slot, environment: string, find: HubReader['find']): Promise<void> {
    const found = await find(environment, versionOf(slot));
    if (found?.packed) this.take(slot, await unpack(found.packed, environment), 'hub');
    else if (slot.held && slot.held.snapshot.version === found?.label.version) {
      this.#confirm(slot.held, 'hub');
    }
  }

  async #askDatabase(environment: string, slot: Slot): Promise<void> {
    try {
      const snapshot = await this.#options.findInDatabase(environment);
      if (snapshot === undefined) return;
      if (isNewest(slot, snapshot.version)) this.#confirm(slot.held, 'postgres');
      else this.take(slot, snapshot, 'postgres');
    } catch (error) {
      slot.lacks = 'unavailable';
      this.#options.onFault(environment, error);
    }
  }

  #confirm(held: Held, origin: SnapshotOrigin): void {
    held.confirmedAt = this.#options.now();
    held.origin = origin;
  }
}

const findNothing = async () => undefined;
