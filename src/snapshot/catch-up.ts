import { hubPolicy, memoryPolicy } from '../resource-policy.ts';
import { elapsed } from './elapsed.ts';
import { withTimeout } from './with-timeout.ts';

export interface CatchUpOptions {
  /** Holds that version or the newest there is, if it can be had. Rejects when nothing could be learnt. */
  readonly read: (version: number) => Promise<unknown>;
  readonly versionHeld: () => number;
  readonly now: () => number;
}

interface Read {
  /** Whom it began for. */
  readonly names: ReadonlyMap<string, number>;
  readonly startedAt: number;
  readonly promise: Promise<void>;
}

/**
 * One environment's reads for those who name a newer version than the isolate holds. One read serves all
 * who wait for it; one in vain is not made again for the same name. A name is the version with the mark
 * of its content, the same in every event and ETag, so that is one read a version; and nobody can make
 * up the name that a version will have, and have it read too soon. A number alone can be made up before
 * there is that version: what was in vain for one who names it says nothing to the next. Whoever makes
 * up names is served by one read a second, together with all others.
 *
 * Each waiter minds its own time, as the request that began a read may end before it.
 */
export class CatchUp {
  readonly #options: CatchUpOptions;
  /** The names that wait for the next read to begin, with their versions. */
  #waiting = new Map<string, number>();
  readonly #inVain = new Set<string>();
  #reading: Read | undefined;
  #vainAt = Number.NEGATIVE_INFINITY;
  #brokenAt = Number.NEGATIVE_INFINITY;
  #numbered = 0;

  constructor(options: CatchUpOptions) {
    this.#options = options;
  }

  /** Resolves when that version is held, or a read that began after the call has not brought it. */
  async reach(version: number, name: string): Promise<void> {
    if (name !== String(version)) return this.#reach(version, name);
    this.#numbered += 1;
    const own = `${name} of ${this.#numbered}`;
    await this.#reach(version, own);
    this.#inVain.delete(own);
  }

  async #reach(version: number, name: string): Promise<void> {
    const { versionHeld, now } = this.#options;
    const calledAt = now();
    const isOver = () => versionHeld() >= version || this.#inVain.has(name) || this.#isBroken();
    while (!isOver()) {
      const leftMilliseconds = hubPolicy.catchUpMilliseconds - elapsed(calledAt, now());
      if (leftMilliseconds <= 0) return;
      if (!this.#reading?.names.has(name) && this.#waiting.size < memoryPolicy.namedVersions) {
        this.#waiting.set(name, version);
      }
      await withTimeout(this.#next(), Math.min(leftMilliseconds, hubPolicy.readMilliseconds));
    }
  }

  #next(): Promise<unknown> {
    const { now } = this.#options;
    const reading = this.#reading;
    if (reading && elapsed(reading.startedAt, now()) < hubPolicy.readMilliseconds) {
      return reading.promise;
    }
    const pauseMilliseconds = hubPolicy.vainMilliseconds - elapsed(this.#vainAt, now());
    if (pauseMilliseconds > 0) {
      return new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
    }
    const names = this.#waiting;
    this.#waiting = new Map();
    const read = { names, startedAt: now(), promise: this.#read(names) };
    this.#reading = read;
    return read.promise.finally(() => {
      if (this.#reading === read) this.#reading = undefined;
    });
  }

  async #read(names: Read['names']): Promise<void> {
    const { read, versionHeld, now } = this.#options;
    const before = versionHeld();
    try {
      await read(Math.max(...names.values()));
      if (versionHeld() > before) this.#inVain.clear();
      else this.#vainAt = now();
      for (const [name, version] of names) if (version > versionHeld()) this.#remember(name);
    } catch {
      this.#brokenAt = now();
    }
  }

  #isBroken(): boolean {
    return elapsed(this.#brokenAt, this.#options.now()) < hubPolicy.brokenMilliseconds;
  }

  #remember(name: string): void {
    if (this.#inVain.size >= memoryPolicy.namedVersions) this.#inVain.clear();
    this.#inVain.add(name);
  }
}
