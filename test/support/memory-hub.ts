import type { HubClient } from '../../src/hub/hub-client.ts';
import type { PackedSnapshot } from '../../src/snapshot/format.ts';

/** What a hub keeps and answers, without its streams; counts what it is asked, and fails on demand. */
export class MemoryHub implements Pick<HubClient, 'find' | 'publish'> {
  reads = 0;
  fault: (() => Promise<never>) | undefined;
  /** What happens while it is asked, such as that time passes. */
  before = () => {};
  readonly #kept = new Map<string, PackedSnapshot>();

  readonly find: HubClient['find'] = async (environment, newerThan) => {
    this.reads += 1;
    this.before();
    if (this.fault) return this.fault();
    const packed = this.#kept.get(environment);
    if (!packed) return undefined;
    const { text: _, ...label } = packed;
    return packed.version > newerThan ? { label, packed } : { label };
  };

  async publish(environment: string, packed: PackedSnapshot): Promise<void> {
    const there = this.#kept.get(environment);
    if (!there || there.version < packed.version) this.#kept.set(environment, packed);
  }
}
