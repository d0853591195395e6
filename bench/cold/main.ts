import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { w1 } from '../engine/flags.ts';
import { bundle, compatibilityDate } from '../workerd/bundle.ts';
import { choosePins } from '../workerd/cores.ts';
import { publish } from '../workerd/environment.ts';
import { type Spread, spread } from '../workerd/spread.ts';
import { type Module, script } from '../workerd/worker.ts';
import { type Start, start } from './start.ts';

/**
 * `node bench/cold/main.ts [--starts n] [--json]`: what a fresh process costs until its first answer,
 * beside a bare Worker over Hono. With `--json` the last line is one object of all figures.
 */
if (process.platform !== 'linux') throw new Error('bench:cold reads /proc, so it runs on Linux');

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    starts: { type: 'string', default: '15' },
  },
});

interface Contender {
  readonly name: string;
  readonly modules: readonly Module[];
  readonly path: string;
}

const listContenders = (): Contender[] => {
  const ours = bundle(folder);
  const empty = script(`export default { fetch: () => new Response('ok') };`);
  const hono = bundle(folder, { entry: 'bench/cold/bare-hono.ts' });
  const alone = bundle(folder, { entry: 'bench/cold/data-plane-alone.ts' });
  return [
    { name: 'empty', modules: empty.modules, path: '/health' },
    { name: 'bare_hono', modules: hono, path: '/health' },
    { name: 'data_plane_alone', modules: alone, path: '/health' },
    { name: 'worker', modules: ours, path: '/health' },
    { name: 'worker_first_flag', modules: ours, path: '/features/w1?user_id=1' },
  ];
};

/** In turn, so that whatever else the machine does meets them alike. */
async function measure(contenders: readonly Contender[]): Promise<readonly (readonly Start[])[]> {
  const { key, kv } = await publish(w1.flags);
  const headers = { Authorization: `Bearer ${key}` };
  const options = { folder, date: compatibilityDate(), pin: choosePins().server };
  const starts: Start[][] = contenders.map(() => []);
  for (let turn = 0; turn < Number(values.starts); turn += 1) {
    for (const [index, { modules, path }] of contenders.entries())
      starts[index]?.push(await start({ modules, kv }, { path, headers }, options));
  }
  return starts;
}

interface Row {
  readonly name: string;
  readonly bytes: number;
  readonly gzipBytes: number;
  readonly cpu: Spread;
  /** Beyond that of a process whose Worker is empty, in milliseconds. */
  readonly ownCpuMilliseconds: number;
  readonly answer: Spread;
}

function makeRows(contenders: readonly Contender[], starts: readonly (readonly Start[])[]): Row[] {
  const cpus = starts.map((of) => spread(of.map(({ cpuMilliseconds }) => cpuMilliseconds)));
  return contenders.map(({ name, modules }, index) => {
    const cpu = cpus[index] as Spread;
    const source = modules.map((module) => module.source).join('');
    return {
      name,
      bytes: Buffer.byteLength(source),
      gzipBytes: gzipSync(source).length,
      cpu,
      ownCpuMilliseconds: cpu.median - (cpus[0] as Spread).median,
      answer: spread((starts[index] ?? []).map((each) => each.answerMilliseconds)),
    };
  });
}

const text = ({ median, least, most }: Spread): string =>
  `${median.toFixed(0)} (${least.toFixed(0)} to ${most.toFixed(0)})`;

const format = ({ bytes, gzipBytes, cpu, ownCpuMilliseconds, answer }: Row) => ({
  KB: (bytes / 1_000).toFixed(1),
  'KB gzip': (gzipBytes / 1_000).toFixed(1),
  'CPU ms': text(cpu),
  'beyond empty': ownCpuMilliseconds.toFixed(1),
  'first answer ms': text(answer),
});

const tenths = (value: number): number => Math.round(value * 10) / 10;

const report = ({ bytes, gzipBytes, cpu, ownCpuMilliseconds, answer }: Row) => ({
  bytes,
  gzip_bytes: gzipBytes,
  cpu_ms: tenths(cpu.median),
  cpu_ms_range: [cpu.least, cpu.most].map(tenths),
  cpu_ms_beyond_empty: tenths(ownCpuMilliseconds),
  first_answer_ms: tenths(answer.median),
  first_answer_ms_range: [answer.least, answer.most].map(tenths),
});

const folder = mkdtempSync(join(tmpdir(), 'bench-cold-'));
try {
  const contenders = listContenders();
  const rows = makeRows(contenders, await measure(contenders));
  console.table(Object.fromEntries(rows.map((row) => [row.name, format(row)])));
  console.log(`${values.starts} starts each; load of the machine ${loadavg()[0]?.toFixed(1)}`);
  if (values.json) {
    console.log(JSON.stringify(Object.fromEntries(rows.map((row) => [row.name, report(row)]))));
  }
} finally {
  rmSync(folder, { recursive: true });
}
