import { setTimeout as sleep } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import { skewClock } from './clock.ts';
import { createServerKey } from './create-server-key.ts';
import { type Fault, type FaultName, faults } from './faults.ts';
import { type Ask, query, startIsolate } from './ground.ts';
import {
  evaluate,
  evaluateInOfrep,
  health,
  listFlags,
  mutate,
  type Outcome,
  type PathName,
  pathNames,
  ready,
  repair,
} from './paths.ts';

/** What was seen of one path under one fault. */
export interface Cell {
  readonly outcome: Outcome;
  /** Of the slowest answer. */
  readonly milliseconds: number;
  /** From the end of the fault until it was well again, and showed a change made since. */
  readonly recoveryMilliseconds: number;
}

export type Row = Readonly<Record<PathName, Cell>>;

type Paths = Readonly<Record<PathName, () => Promise<Outcome>>>;
type Seen = Pick<Cell, 'outcome' | 'milliseconds'>;

/** The last check of a warm isolate is this long ago when the fault begins: it has to look again. */
const idleMilliseconds = 90_000;
const warmPaths: readonly PathName[] = ['evaluate warm', 'OFREP warm'];
const warmAsks = 18;
const pauseMilliseconds = 100;
/** Longer than what is allowed, so that one can see how much too slow it is. */
const recoveryLimitMilliseconds = 15_000;

/** How each path answers when all is well. */
const well: Readonly<Record<PathName, RegExp>> = {
  'evaluate warm': /^200 (memory|kv)$/,
  'evaluate cold': /^200 (memory|kv)$/,
  'OFREP warm': /^200 (memory|kv)$/,
  'OFREP cold': /^200 (memory|kv)$/,
  'list flags': /^200 flags$/,
  'mutate flag': /^200 published$/,
  health: /^200 ok$/,
  ready: /^200 ready$/,
  repair: /^200 (noop|ok)$/,
};

/** One row of the matrix: all paths under one fault, and again after its end. */
export async function strike(name: FaultName): Promise<Row> {
  const fault: Fault = faults[name];
  vi.resetModules();
  const publisher = await startIsolate();
  const production = {
    key: await createServerKey(publisher),
    newest: await publishNewest(publisher),
  };
  const mutation = { mark: 0 };
  const paths = await startPaths(production, mutation);
  for (const each of warmPaths) expect(await paths[each]()).toMatch(well[each]);
  await fault.prepare?.();
  production.newest = await publishNewest(publisher);
  skewClock(idleMilliseconds);

  await fault.begin();
  const { repair: mend, ...others } = paths;
  const seen = await inParallel(others, (path, each) =>
    warmPaths.includes(each) ? watchMany(path) : watch(path),
  );
  const { mark } = mutation;
  const mended = await watch(mend);
  await fault.end?.();

  const change = `${seen['mutate flag'].outcome}, ${await wordForRow(mark)}`;
  const repaired = fault.end ? mended.outcome : `${mended.outcome}, then ${await paths.ready()}`;
  const endedAt = performance.now();
  production.newest = await publishNewest(publisher);
  const recovery = await inParallel(paths, (path, each) =>
    awaitRecovery(path, { pattern: well[each], endedAt }),
  );
  const cell = (each: PathName, { outcome, milliseconds }: Seen): Cell => ({
    outcome,
    milliseconds,
    recoveryMilliseconds: recovery[each],
  });
  return {
    'evaluate warm': cell('evaluate warm', seen['evaluate warm']),
    'evaluate cold': cell('evaluate cold', seen['evaluate cold']),
    'OFREP warm': cell('OFREP warm', seen['OFREP warm']),
    'OFREP cold': cell('OFREP cold', seen['OFREP cold']),
    'list flags': cell('list flags', seen['list flags']),
    'mutate flag': cell('mutate flag', { ...seen['mutate flag'], outcome: change }),
    health: cell('health', seen.health),
    ready: cell('ready', seen.ready),
    repair: cell('repair', { ...mended, outcome: repaired }),
  };
}

let marks = 0;

/** Each in an isolate that has served nothing; the warm one is asked before the fault begins. */
async function startPaths(
  production: Parameters<typeof evaluate>[1],
  mutation: { mark: number },
): Promise<Paths> {
  const warm = await startIsolate();
  const [cold, ofrepCold, operator] = [
    await startIsolate(),
    await startIsolate(),
    await startIsolate(),
  ];
  return {
    'evaluate warm': () => evaluate(warm, production),
    'evaluate cold': () => evaluate(cold, production),
    'OFREP warm': () => evaluateInOfrep(warm, production),
    'OFREP cold': () => evaluateInOfrep(ofrepCold, production),
    'list flags': () => listFlags(operator),
    'mutate flag': () => {
      mutation.mark = ++marks / 1_000;
      return mutate(operator, mutation.mark);
    },
    health: () => health(operator),
    ready: () => ready(operator),
    repair: () => repair(operator),
  };
}

/** Of production, in a new version that seems to be old news, which it returns. */
async function publishNewest(publisher: Ask): Promise<number> {
  await query(
    `update environments set version = version + 1, updated_at = now() - interval '1 hour'
     where key = 'production'`,
  );
  const response = await publisher('POST', '/admin/warm');
  const { environments } = await response.json<{
    environments: { environment: string; version: number }[];
  }>();
  const production = environments.find(({ environment }) => environment === 'production');
  return production?.version ?? Number.NaN;
}

async function wordForRow(mark: number): Promise<'committed' | 'not committed'> {
  const read = () =>
    query(
      `select rollout_percentage::float as mark from feature_flag_environments
       where flag_key = 'admin.analytics' and environment_key = 'development'`,
    );
  // The fault may have broken connections that are used again first here.
  const later = () => sleep(200).then(read);
  const [row] = await read().catch(read).catch(later).catch(later);
  return row?.mark === mark ? 'committed' : 'not committed';
}

async function watch(path: () => Promise<Outcome>): Promise<Seen> {
  const startedAt = performance.now();
  const outcome = await path();
  return { outcome, milliseconds: performance.now() - startedAt };
}

/** The last outcome, unless any was not 200. */
async function watchMany(path: () => Promise<Outcome>): Promise<Seen> {
  const seen: Seen[] = [];
  for (let ask = 0; ask < warmAsks; ask++) {
    seen.push(await watch(path));
    await sleep(pauseMilliseconds);
  }
  const telling = seen.find(({ outcome }) => !outcome.startsWith('200 ')) ?? seen.at(-1);
  const milliseconds = Math.max(...seen.map((each) => each.milliseconds));
  return { outcome: telling?.outcome ?? '', milliseconds };
}

async function awaitRecovery(
  path: () => Promise<Outcome>,
  { pattern, endedAt }: { pattern: RegExp; endedAt: number },
): Promise<number> {
  for (;;) {
    const outcome = await path();
    const milliseconds = performance.now() - endedAt;
    if (pattern.test(outcome)) return milliseconds;
    if (milliseconds > recoveryLimitMilliseconds) return Number.POSITIVE_INFINITY;
    await sleep(pauseMilliseconds);
  }
}

async function inParallel<Name extends PathName, Result>(
  paths: Readonly<Record<Name, () => Promise<Outcome>>>,
  run: (path: () => Promise<Outcome>, name: Name) => Promise<Result>,
): Promise<Record<Name, Result>> {
  const names = pathNames.filter((name) => name in paths) as Name[];
  const results = await Promise.all(
    names.map(async (name) => [name, await run(paths[name], name)] as const),
  );
  return Object.fromEntries(results) as Record<Name, Result>;
}
