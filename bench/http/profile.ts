import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { bundle, compatibilityDate } from '../workerd/bundle.ts';
import { choosePins } from '../workerd/cores.ts';
import { type SelfTime, takeProfile } from '../workerd/cpu-profile.ts';
import { serve } from '../workerd/serve.ts';
import { cases } from './cases.ts';
import { prepareContest } from './contest.ts';
import { startLoad } from './load-generator.ts';

/**
 * `npm run bench:profile [-- --only name] [-- --seconds s]`: where the CPU of a request goes, by V8's own
 * profiler, in our Worker and in the bare one with the same headers.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'features_boolean' },
    seconds: { type: 'string', default: '5' },
  },
});

const format = ({ name, line, share }: SelfTime) => ({
  function: name,
  line,
  share: `${(share * 100).toFixed(1)} %`,
});

const connections = 32;
const warmUpSeconds = 3;
const shown = 18;

const chosen = cases.find(({ name }) => name === values.only);
if (!chosen) throw new Error(`there are ${cases.map(({ name }) => name).join(', ')}`);

const pins = choosePins();
const folder = mkdtempSync(join(tmpdir(), 'bench-profile-'));
try {
  const options = { folder, date: compatibilityDate(), pin: pins.server };
  const modules = bundle(folder, { isReadable: true });
  const contest = await prepareContest(chosen, modules, options);
  const { ours, bareSameHeaders, requests, status } = contest;
  for (const [name, { worker, bodyBytes }] of [
    ['Burgee', ours],
    ['bare, same headers', bareSameHeaders],
  ] as const) {
    const server = await serve(worker, { ...options, hasInspector: true });
    const target = { port: server.port, connections, requests, status, bodyBytes };
    const load = startLoad([target], pins.load);
    await wait(warmUpSeconds * 1_000);
    const before = (await load.count())[0]?.answers ?? 0;
    const times = await takeProfile(server.inspectorPort ?? 0, Number(values.seconds));
    const answers = ((await load.count())[0]?.answers ?? 0) - before;
    console.log(`${name}: ${answers} answers`);
    console.table(times.slice(0, shown).map(format));
    await load.end();
    await server.end();
  }
} finally {
  rmSync(folder, { recursive: true });
}
