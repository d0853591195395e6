import type { AttemptRow, AttemptRows } from './judge-attempt.ts';

/** Bounds the memory of networks; whoever is forgotten begins at none. */
const maxNetworks = 1_000;

/** Rows of many networks in an isolate's memory. */
export class MemoryAttempts {
  readonly #networks = new Map<string, Map<string, AttemptRow>>();

  rowsOf(network: string): AttemptRows {
    const rows = this.#networks.get(network) ?? this.#start(network);
    return {
      find: (subject) => rows.get(subject),
      put: (subject, row) => void rows.set(subject, row),
      delete: (subject) => void rows.delete(subject),
    };
  }

  #start(network: string): Map<string, AttemptRow> {
    if (this.#networks.size >= maxNetworks) this.#networks.clear();
    const rows = new Map<string, AttemptRow>();
    this.#networks.set(network, rows);
    return rows;
  }
}
