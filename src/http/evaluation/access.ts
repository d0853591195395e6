import { hashKey, parseKey } from '../../contract/access/key-format.ts';
import { memoryPolicy } from '../../resource-policy.ts';
import type { PublishedKey } from '../../snapshot/format.ts';
import type { AnswerSource, Held } from '../../snapshot/held.ts';
import { type Found, type Loaded, type SnapshotLoader, sourceOf } from '../../snapshot/load.ts';
import { findGoodKey } from './find-good-key.ts';

/** A key that is in its environment's snapshot, and the snapshot to answer from. */
export interface Granted {
  readonly held: Held;
  readonly key: PublishedKey;
  readonly source: AnswerSource;
}

/** A well-formed key of which nobody can tell more, as no snapshot could be had. */
export interface Unavailable {
  readonly held?: undefined;
  readonly environment: string;
  /** SHA-256 of the key in hex. */
  readonly keyHash: string;
}

/** `refused`: there is no such key. */
export type Access = Granted | Unavailable | 'refused';

interface KnownKey {
  readonly environment: string;
  readonly hash: string;
}

/**
 * Who may ask. A mistyped key is refused by its checksum alone. A key that was accepted before is
 * recognised without hashing or waiting, yet looked up in the snapshot each time: once it is
 * revoked there, or has expired, it is refused.
 */
export class AccessControl {
  readonly #snapshots: SnapshotLoader;
  readonly #now: () => number;
  readonly #known = new Map<string, KnownKey>();

  constructor(snapshots: SnapshotLoader, now: () => number) {
    this.#snapshots = snapshots;
    this.#now = now;
  }

  check(credential: string | undefined): Access | Promise<Access> {
    if (credential === undefined) return 'refused';
    const known = this.#known.get(credential);
    const held = known && this.#snapshots.findFresh(known.environment);
    if (held) return this.#grant({ held, source: sourceOf(held, false) }, known.hash);
    const parsed = parseKey(credential);
    if (!parsed || parsed.kind === 'admin') return 'refused';
    return this.#checkUnknown(credential, parsed.environment);
  }

  async #checkUnknown(credential: string, environment: string): Promise<Access> {
    const hash = await hashKey(credential);
    const loaded = await this.#snapshots.loadUnlessFresh(environment);
    const access = this.#grantLoaded(loaded, { environment, hash });
    const decided = access === 'refused' ? await this.#checkAgain(environment, hash) : access;
    if (decided !== 'refused' && decided.held) this.#remember(credential, { environment, hash });
    return decided;
  }

  /** The key may be newer than the snapshot that is held: looks once more, if a look is due. */
  async #checkAgain(environment: string, hash: string): Promise<Access> {
    const refresh = this.#snapshots.refreshIfDue(environment);
    if (!refresh) return 'refused';
    await refresh;
    const held = this.#snapshots.findFresh(environment);
    return held ? this.#grant({ held, source: sourceOf(held, true) }, hash) : 'refused';
  }

  #grant({ held, source }: Found, hash: string): Access {
    const key = findGoodKey(held, hash, this.#now);
    return key ? { held, key, source } : 'refused';
  }

  #grantLoaded(loaded: Loaded, { environment, hash }: KnownKey): Access {
    if (loaded === 'missing') return 'refused';
    if (loaded === 'unavailable') return { environment, keyHash: hash };
    return this.#grant(loaded, hash);
  }

  #remember(credential: string, known: KnownKey): void {
    if (this.#known.size >= memoryPolicy.acceptedKeys) this.#known.clear();
    this.#known.set(credential, known);
  }
}
