import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle, compatibilityDate } from '../workerd/bundle.ts';
import { choosePins } from '../workerd/cores.ts';
import type { ServeOptions } from '../workerd/serve.ts';
import { type Spread, spread } from '../workerd/spread.ts';
import type { Module } from '../workerd/worker.ts';
import { type Case, cases } from './cases.ts';
import { prepareContest } from './contest.ts';
import { type Duellist, duel, type Round } from './duel.ts';

/**
 * `node bench/http/main.ts [--only name] [--rounds n] [--seconds s] [--json]`: what a request costs
 * beside a bare Worker that answers a constant. With `--json` the last line is one object of every
 * case's figures.
 */
if (process.platform !== 'linux') throw new Error('bench:http reads /proc, so it runs on Linux');

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
  },
});
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);

interface Row {
  readonly what: string;
  readonly ratioSameHeaders: Spread;
  readonly ratioBare: Spread;
  readonly ratioOfItself: Spread;
  readonly requestsPerSecond: number;
  readonly errors: number;
}

async function measureCase(
  each: Case,
  modules: readonly Module[],
  options: ServeOptions,
): Promise<Row> {
  const contest = await prepareContest(each, modules, options);
  const { ours, bareSameHeaders, bare, requests, status } = contest;
  const results = { same: [] as Round[], bare: [] as Round[], itself: [] as Round[] };
  const fight = (first: Duellist, second: Duellist) =>
    duel([first, second], { ...options, loadPin: pins.load, requests, status, seconds });
  for (let round = 0; round < rounds; round += 1) {
    results.same.push(await fight(ours, bareSameHeaders));
    results.bare.push(await fight(ours, bare));
    results.itself.push(await fight(bareSameHeaders, bareSameHeaders));
  }
  const ratios = (of: readonly Round[]) => spread(of.map(({ ratio }) => ratio));
  const costs = [...results.same, ...results.bare].map((each) => each.secondsPerRequest);
  return {
    what: each.what,
    ratioSameHeaders: ratios(results.same),
    ratioBare: ratios(results.bare),
    ratioOfItself: ratios(results.itself),
    requestsPerSecond: 1 / spread(costs).median,
    errors: Object.values(results)
      .flat()
      .reduce((sum, { errors }) => sum + errors, 0),
  };
}

const text = ({ median, least, most }: Spread): string =>
  `${median.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`;

const format = (row: Row) => ({
  what: row.what,
  'of bare, same headers': text(row.ratioSameHeaders),
  'of bare': text(row.ratioBare),
  'bare of itself': text(row.ratioOfItself),
  'requests/s of a core': Math.round(row.requestsPerSecond).toLocaleString('en'),
  errors: row.errors,
});

const range = ({ least, most }: Spread): readonly number[] => [least, most].map(round3);
const round3 = (value: number): number => Math.round(value * 1_000) / 1_000;

const report = (row: Row) => ({
  ratio_same_headers: round3(row.ratioSameHeaders.median),
  ratio_same_headers_range: range(row.ratioSameHeaders),
  ratio_bare: round3(row.ratioBare.median),
  ratio_bare_range: range(row.ratioBare),
  ratio_of_itself: round3(row.ratioOfItself.median),
  requests_per_second: Math.round(row.requestsPerSecond),
  errors: row.errors,
});

const pins = choosePins();
const folder = mkdtempSync(join(tmpdir(), 'bench-http-'));
try {
  const options = { folder, date: compatibilityDate(), pin: pins.server };
  const modules = bundle(folder);
  const chosen = cases.filter(({ name }) => !values.only || name === values.only);
  const rows: [name: string, row: Row][] = [];
  for (const each of chosen) rows.push([each.name, await measureCase(each, modules, options)]);
  console.table(Object.fromEntries(rows.map(([name, row]) => [name, format(row)])));
  console.log(`${rounds} rounds of ${seconds} s; load of the machine ${loadavg()[0]?.toFixed(1)}`);
  if (values.json) {
    console.log(JSON.stringify(Object.fromEntries(rows.map(([name, row]) => [name, report(row)]))));
  }
} finally {
  rmSync(folder, { recursive: true });
}
