import { setTimeout as sleep } from 'node:timers/promises';
import { seedDemo } from './demo/seed-demo.ts';
import { createProgress } from './stack/progress.ts';
import { readSettings, type Settings } from './stack/settings.ts';
import { startCommand } from './stack/start-command.ts';
import { StartError } from './stack/start-error.ts';
import { type Stack, startStack } from './stack/start-stack.ts';
import { listenForStop, whenAborted } from './stack/stop-request.ts';
import { createTeardown } from './stack/teardown.ts';
import { welcome } from './stack/welcome.ts';

const print = (text: string) => process.stdout.write(text);
/** The terminal may go before we do. */
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

/** A signal to the whole group may end a child, and so fail a step, before it reaches us. */
const signalLagMilliseconds = 100;

const signal = listenForStop(process.env);
let isEnding = false;
const teardown = createTeardown((error) => console.error(describe(error)));

try {
  const settings = readSettings(process.env, process.argv.slice(2));
  const progress = createProgress(print, signal);
  for (const note of settings.notes) progress.note(note);
  const stack = await startStack({ settings, progress, teardown, signal });
  if (settings.isDemo) await seedDemo({ devFile: stack.devFile, progress, signal });
  print(welcome(stack.devFile, settings.devDirName));
  await runUntilStopped(stack, settings);
} catch (error) {
  await sleep(signalLagMilliseconds);
  if (!signal.aborted) {
    console.error(`\n${describe(error)}`);
    process.exitCode = 1;
  }
} finally {
  isEnding = true;
  if (signal.aborted) print('\nStopping … ');
  await teardown.run();
  if (signal.aborted) print('everything has ended.\n');
}
process.exit();

/** Without its database the Worker goes on serving flags, which is worth seeing; it is not ended. */
async function runUntilStopped(stack: Stack, { devDirName, given }: Settings) {
  const again = startCommand(given);
  stack.databaseEnded.then((reason) => {
    if (isEnding || signal.aborted) return;
    print(`\n${reason}\nFlags are served without it, changes are not possible.\n`);
    print(`Way out: Ctrl-C, then ${again}\n`);
  });
  const reason = await Promise.race([stack.workerEnded, whenAborted(signal)]);
  if (reason === undefined || signal.aborted) return;
  throw new StartError(reason, `start again with ${again}; the logs are in ${devDirName}`);
}

function describe(error: unknown): string {
  if (error instanceof StartError) return `Burgee: ${error.message}\nWay out: ${error.wayOut}`;
  return `Burgee: ${error instanceof Error ? error.message : error}`;
}
