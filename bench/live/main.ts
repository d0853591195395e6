import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type DevRun, startDev } from '../../test/support/dev-run.ts';
import { temporaryDevDir } from '../../test/support/temporary-dev-dir.ts';
import { watchCommits } from './commits.ts';
import { type Listener, listen } from './listener.ts';
import { workerdBytes } from './memory.ts';

/**
 * `node bench/live/main.ts [--streams n] [--flips n] [--json]`: how long after a commit the live streams
 * of one environment hear of it, what a stream takes in memory, all under `npm run dev`. With `--json`
 * the last line is one object of all figures.
 */
if (process.platform !== 'linux') throw new Error('bench:live reads /proc, so it runs on Linux');

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    streams: { type: 'string', default: '1000' },
    flips: { type: 'string', default: '10' },
  },
});
const streamCount = Number(values.streams);
const flipCount = Number(values.flips);

/** After which the platform has taken an idle hub from memory. */
const hibernationMilliseconds = 13_000;
const longestMilliseconds = 10_000;
const openedAtOnce = 50;

async function openStreams({ devFile }: DevRun): Promise<Listener[]> {
  const listeners: Listener[] = [];
  while (listeners.length < streamCount) {
    const count = Math.min(openedAtOnce, streamCount - listeners.length);
    const next = Array.from({ length: count }, () => listen(devFile.url, devFile.client_key));
    listeners.push(...(await Promise.all(next)));
  }
  return listeners;
}

/** Resolves with the version that is published with it. */
async function flip({ devFile }: DevRun, isKilled: boolean): Promise<number> {
  const path = '/admin/flags/admin.analytics/environments/development';
  const response = await fetch(devFile.url + path, {
    method: 'PATCH',
    headers: {
      Authorization: `Bearer ${devFile.admin_token}`,
      'Content-Type': 'application/json',
      'If-Match': '*',
    },
    body: JSON.stringify({ is_killed: isKilled }),
  });
  const version = /^development@(\d+)$/.exec(response.headers.get('x-flags-published') ?? '')?.[1];
  if (version === undefined) throw new Error(`not published: ${await response.text()}`);
  return Number(version);
}

interface Round {
  /** From the commit to each stream's event. */
  readonly milliseconds: readonly number[];
  readonly missed: number;
}

async function awaitEvents(
  listeners: readonly Listener[],
  version: number,
  committedAt: number,
): Promise<Round> {
  const deadline = performance.now() + longestMilliseconds;
  while (listeners.some(({ heard }) => !heard.has(version)) && performance.now() < deadline) {
    await sleep(10);
  }
  const milliseconds = listeners.flatMap(({ heard }) => {
    const at = heard.get(version);
    return at === undefined ? [] : [at - committedAt];
  });
  return { milliseconds, missed: listeners.length - milliseconds.length };
}

const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((left, right) => left - right);
  return Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN);
};

const report = (rounds: readonly Round[]) => {
  const all = rounds.flatMap(({ milliseconds }) => milliseconds);
  return {
    least_ms: quantile(all, 0),
    p50_ms: quantile(all, 0.5),
    p99_ms: quantile(all, 0.99),
    most_ms: quantile(all, 1),
    missed: rounds.reduce((sum, { missed }) => sum + missed, 0),
  };
};

async function measure(run: DevRun) {
  const group = run.lock.wrangler?.pid ?? 0;
  const commits = await watchCommits(run.devFile.database_url, 'development');
  const before = workerdBytes(group);
  const listeners = await openStreams(run);
  await sleep(hibernationMilliseconds);
  const bytesPerStream = Math.round((workerdBytes(group) - before) / streamCount);
  const rounds: Round[] = [];
  for (let flips = 0; flips < flipCount; flips++) {
    const version = await flip(run, flips % 2 === 0);
    const committedAt = commits.at.get(version);
    if (committedAt === undefined) throw new Error(`the commit of ${version} was not seen`);
    rounds.push(await awaitEvents(listeners, version, committedAt));
  }
  await sleep(hibernationMilliseconds);
  const lost = listeners.filter(({ isOver }) => isOver()).length;
  for (const { close } of listeners) close();
  await commits.close();
  return {
    streams: streamCount,
    hibernated: report(rounds.slice(0, 1)),
    awake: report(rounds.slice(1)),
    bytes_per_stream: bytesPerStream,
    lost,
  };
}

const devDir = temporaryDevDir();
const run = await startDev(devDir.path);
try {
  const { hibernated, awake, ...rest } = await measure(run);
  console.table({ 'after the hub hibernated': hibernated, 'right after another': awake });
  console.log(
    `${rest.streams} streams, ${rest.lost} lost, ${rest.bytes_per_stream} bytes each; load of the machine ${loadavg()[0]?.toFixed(1)}`,
  );
  if (values.json) console.log(JSON.stringify({ ...rest, hibernated, awake }));
} finally {
  await run.interrupt();
  devDir.remove();
}
