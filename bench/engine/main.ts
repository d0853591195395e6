import { type Cost, measureHeap, measureInTurns, measurePreparation } from './measure.ts';
import { type Operation, type Workload, workloads } from './workloads.ts';

/**
 * `node --expose-gc bench/engine/main.ts [--json]`: what an evaluation costs, beside the same flags
 * written by hand. With `--json` the last line is one object of every workload's figures.
 */
interface Row {
  readonly name: string;
  readonly what: string;
  readonly engine: Cost;
  /** The time of the same flags by hand over that of the engine. */
  readonly ofClosures: number | undefined;
  readonly ofStraight: number | undefined;
  readonly preparationMilliseconds: number;
  readonly heapBytes: number;
}

async function measureWorkload({ name, what, snapshot, ...sides }: Workload): Promise<Row> {
  const { engine, closures, straight } = sides;
  const operations = [engine, closures, straight].filter(
    (side): side is Operation => side !== undefined,
  );
  const [own, ofClosures, ofStraight] = await measureInTurns(operations);
  if (own === undefined) throw new Error('nothing was measured');
  return {
    name,
    what,
    engine: own,
    ofClosures: ofClosures && ofClosures.nanoseconds / own.nanoseconds,
    ofStraight: ofStraight && ofStraight.nanoseconds / own.nanoseconds,
    preparationMilliseconds: measurePreparation(snapshot),
    heapBytes: measureHeap(snapshot),
  };
}

function format(row: Row) {
  return {
    what: row.what,
    'ops/s': Math.round(opsPerSecond(row)).toLocaleString('en'),
    ns: Math.round(row.engine.nanoseconds).toLocaleString('en'),
    'B/op': Math.round(row.engine.bytes).toLocaleString('en'),
    'of closures': row.ofClosures?.toFixed(2) ?? '',
    'of straight code': row.ofStraight?.toFixed(2) ?? '',
    'prepare ms': row.preparationMilliseconds.toFixed(2),
    'heap KB': (row.heapBytes / 1_024).toFixed(0),
  };
}

function report(row: Row) {
  return {
    ops_per_s: Math.round(opsPerSecond(row)),
    ns: Math.round(row.engine.nanoseconds * 10) / 10,
    bytes_per_op: Math.round(row.engine.bytes),
    of_closures: row.ofClosures,
    of_straight_code: row.ofStraight,
    prepare_ms: row.preparationMilliseconds,
    heap_bytes: row.heapBytes,
  };
}

function opsPerSecond({ engine }: Row): number {
  return 1e9 / engine.nanoseconds;
}

const rows: Row[] = [];
for (const workload of workloads) rows.push(await measureWorkload(workload));
console.table(Object.fromEntries(rows.map((row) => [row.name, format(row)])));
if (process.argv.includes('--json')) {
  console.log(JSON.stringify(Object.fromEntries(rows.map((row) => [row.name, report(row)]))));
}
