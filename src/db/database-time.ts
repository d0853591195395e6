import { AsyncLocalStorage } from 'node:async_hooks';

interface Meter {
  waiting: number;
  since: number;
  milliseconds: number;
}

const meters = new AsyncLocalStorage<Meter>();

/** Milliseconds in which at least one query or transaction of this work was under way. */
export async function timeDatabase(work: () => Promise<unknown>): Promise<number> {
  const meter: Meter = { waiting: 0, since: 0, milliseconds: 0 };
  await meters.run(meter, work);
  return meter.milliseconds;
}

/** Counts the wait for an answer of the database, where somebody wants to know. */
export async function inDatabase<T>(ask: () => Promise<T>): Promise<T> {
  const meter = meters.getStore();
  if (!meter) return ask();
  if (meter.waiting === 0) meter.since = Date.now();
  meter.waiting += 1;
  try {
    return await ask();
  } finally {
    meter.waiting -= 1;
    if (meter.waiting === 0) meter.milliseconds += Date.now() - meter.since;
  }
}
