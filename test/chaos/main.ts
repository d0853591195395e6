import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { startTemporaryPostgres } from '../../dev/postgres/temporary-postgres.ts';
import { describeFailure } from './describe-failure.ts';
import { runTrials } from './run-trials.ts';
import { prepareServer } from './server.ts';
import { createTally } from './tally.ts';

/**
 * `npm run chaos -- --trials 10000 --seed 42 [--json] [--database-url URL] [--lanes 2]`: damages
 * and repairs as many databases, on a Postgres of its own unless it is given a superuser's URL.
 * Exits with 1 when an oracle complains.
 */
const { values } = parseArgs({
  options: {
    trials: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    // One a core, so that a repair's time is not that of its neighbours.
    lanes: { type: 'string', default: `${availableParallelism()}` },
    json: { type: 'boolean', default: false },
    'database-url': { type: 'string' },
  },
});
const first = Number(values.seed);
const trials = Number(values.trials);
const given = values['database-url'] ?? process.env.DATABASE_URL;
const postgres = given ? undefined : await startTemporaryPostgres();
const server = await prepareServer(given ?? postgres?.databaseUrl('postgres') ?? '');
const tally = createTally();
const failed = { trials: 0 };
const started = performance.now();
try {
  await runTrials({
    server,
    seeds: Array.from({ length: trials }, (_, index) => first + index),
    lanes: Number(values.lanes),
    onJudged: (judged) => {
      tally.add(judged);
      if (judged.complaints.length > 0) {
        failed.trials += 1;
        process.stderr.write(`\r\u001b[K${describeFailure(judged)}\n`);
      }
      showProgress();
    },
  });
} finally {
  await server.stop();
  await postgres?.stop();
}
report();

function showProgress(): void {
  const { trials: done, ok, partial } = tally.figures();
  const seconds = Math.round((performance.now() - started) / 1000);
  const line = `${done} of ${trials} trials, ${ok} ok, ${partial} partial, ${failed.trials} failed, ${seconds} s`;
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
}

function report(): void {
  const figures = tally.figures();
  process.stderr.write(process.stderr.isTTY ? '\r\u001b[K' : '');
  if (values.json) console.log(JSON.stringify(figures));
  else console.table(figures);
  process.exitCode = failed.trials > 0 ? 1 : 0;
}
