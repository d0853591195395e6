/** A module of a Worker. */
export interface Module {
  readonly name: string;
  readonly source: string;
}

/** What one workerd process serves. */
export interface Worker {
  /** The entry first. */
  readonly modules: readonly Module[];
  /** The values that its KV namespace holds, by key; absent for a Worker without one. */
  readonly kv?: Readonly<Record<string, KvValue>>;
  /** Of its code, as Cloudflare would name it. */
  readonly version?: string;
}

export interface KvValue {
  readonly text: string;
  readonly metadata: unknown;
}

export const script = (source: string): Worker => ({ modules: [{ name: 'worker.js', source }] });
