import { hubPolicy } from '../../resource-policy.ts';
import type { Granted } from './access.ts';

/** Tells that a key was used at an instant. May reject. */
export type NoteKeyUse = (environment: string, keyId: string, usedAt: number) => Promise<unknown>;

export interface KeyUsesOptions {
  /** Absent where nobody wants to know. */
  readonly noteKeyUse?: NoteKeyUse | undefined;
  readonly logError: (message: string, error: unknown) => void;
}

/** Bounds the memory of keys; whoever is forgotten is told of again. */
const maxKeys = 10_000;

/**
 * Tells which keys are in use: of each key once an hour, after an answer, which never waits for it. Each
 * isolate has hours of its own, so that not all tell at the same time.
 */
export class KeyUses {
  readonly #options: KeyUsesOptions;
  readonly #offset = Math.random() * hubPolicy.keyUseMilliseconds;
  readonly #told = new Set<string>();
  #hour = 0;

  constructor(options: KeyUsesOptions) {
    this.#options = options;
  }

  note({ held, key }: Granted, now: number, ctx: Pick<ExecutionContext, 'waitUntil'>): void {
    if (this.#options.noteKeyUse === undefined) return;
    const hour = Math.floor((now + this.#offset) / hubPolicy.keyUseMilliseconds);
    if (hour !== this.#hour || this.#told.size >= maxKeys) {
      this.#told.clear();
      this.#hour = hour;
    }
    if (this.#told.has(key.hash)) return;
    this.#told.add(key.hash);
    ctx.waitUntil(this.#tell(held.snapshot.environment, key.id, now));
  }

  async #tell(environment: string, keyId: string, now: number): Promise<void> {
    const { noteKeyUse, logError } = this.#options;
    try {
      await noteKeyUse?.(environment, keyId, now);
    } catch (error) {
      logError('that a key is used was not noted', error);
    }
  }
}
