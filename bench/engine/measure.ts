import { getHeapStatistics } from 'node:v8';
import { measure } from 'mitata';
import { prepare } from '../../src/engine/prepare.ts';
import type { Snapshot } from '../../src/engine/snapshot.ts';
import type { Operation } from './workloads.ts';

export interface Cost {
  readonly nanoseconds: number;
  readonly bytes: number;
}

const ROUNDS = 3;
const PREPARATIONS = 15;

/**
 * The median of the quietest of several rounds, in which the operations take turns, so that other
 * work on the machine meets them alike.
 */
export async function measureInTurns(operations: readonly Operation[]): Promise<readonly Cost[]> {
  const rounds: Cost[][] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const costs: Cost[] = [];
    for (const operation of operations) costs.push(await measureOnce(operation));
    rounds.push(costs);
  }
  return operations.map((_, index) => quietest(rounds.map((costs) => costs[index] as Cost)));
}

async function measureOnce(operation: Operation): Promise<Cost> {
  const { p50, heap } = await measure(operation, { heap: usedHeapBytes });
  return { nanoseconds: p50, bytes: heap?.avg ?? 0 };
}

function quietest(costs: readonly Cost[]): Cost {
  return costs.reduce((best, cost) => (cost.nanoseconds < best.nanoseconds ? cost : best));
}

/** The least time of several preparations, in milliseconds; a fresh copy each. */
export function measurePreparation(snapshot: Snapshot): number {
  const text = JSON.stringify(snapshot);
  const times = Array.from({ length: PREPARATIONS }, () => {
    const copy = JSON.parse(text);
    const start = performance.now();
    prepare(copy);
    return performance.now() - start;
  });
  return Math.min(...times);
}

/** What a prepared snapshot holds, in bytes: a small one as the mean of many. */
export function measureHeap(snapshot: Snapshot): number {
  const text = JSON.stringify(snapshot);
  const copies = Math.ceil(1_000 / snapshot.flags.length);
  collectGarbage();
  const before = usedHeapBytes();
  const prepared = Array.from({ length: copies }, () => prepare(JSON.parse(text)));
  collectGarbage();
  return (usedHeapBytes() - before) / prepared.length;
}

function usedHeapBytes(): number {
  return getHeapStatistics().used_heap_size;
}

function collectGarbage(): void {
  if (globalThis.gc === undefined) throw new Error('run with node --expose-gc');
  globalThis.gc();
}
