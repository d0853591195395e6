import { replicaPolicy } from '../resource-policy.ts';
import { classifyFailure } from './classify-failure.ts';

/** Whether a replica is asked, by what this isolate has seen of it. */
export class ReplicaChoice {
  #avoidedUntil = 0;

  /** Runs it on the replica or, where that may not or cannot answer, on the primary. */
  async run<T>(onReplica: () => Promise<T>, onPrimary: () => Promise<T>): Promise<T> {
    if (performance.now() < this.#avoidedUntil) return onPrimary();
    try {
      return await onReplica();
    } catch (error) {
      if (!isReplicasFault(error)) throw error;
      this.#avoid(replicaPolicy.brokenMilliseconds);
      return onPrimary();
    }
  }

  /** Whoever has written wants to read it. */
  noteWrite(): void {
    this.#avoid(replicaPolicy.lagMilliseconds);
  }

  #avoid(milliseconds: number): void {
    this.#avoidedUntil = Math.max(this.#avoidedUntil, performance.now() + milliseconds);
  }
}

/** It is away, or lags behind a migration. */
const isReplicasFault = (error: unknown): boolean =>
  ['unavailable', 'damaged'].includes(classifyFailure(error) ?? '');
