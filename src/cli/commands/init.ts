import { dirname, join, resolve } from 'node:path';
import type { DatabaseCall, FilesCall, Report } from '../command.ts';
import { readDatabaseUrl } from '../database-url.ts';
import { exitCodes } from '../exit-codes.ts';
import { type Account, findAccount } from '../init/account.ts';
import { databaseStep } from '../init/database-step.ts';
import { deploymentStep, findUrl } from '../init/deployment-step.ts';
import { firstAdminStep } from '../init/first-admin-step.ts';
import { openKeptSecrets } from '../init/kept-secrets.ts';
import { logInStep } from '../init/log-in-step.ts';
import { migrationsStep } from '../init/migrations-step.ts';
import { namespaceStep } from '../init/namespace-step.ts';
import { queueStep } from '../init/queue-step.ts';
import { secretsStep } from '../init/secrets-step.ts';
import { serverKeyStep } from '../init/server-key-step.ts';
import { snapshotsStep } from '../init/snapshots-step.ts';
import type { Ground, Step } from '../init/step.ts';
import { lookAtSteps, type StepEnd, takeSteps } from '../init/take-steps.ts';
import { onDatabase } from '../on-database.ts';
import { projectRoot } from '../project.ts';
import { type InitStatus, initReport } from '../report/init-report.ts';
import { typedAgain } from '../report/typed-again.ts';
import { openWrangler } from '../wrangler.ts';
import { listQueues, readWranglerConfig } from '../wrangler-config.ts';

export function run({ given, around }: FilesCall): Promise<Report> {
  return onDatabase(given, around, async (call) => {
    const ground = groundOf(call, around.env);
    const steps = stepsFor(listQueues(ground.readConfig()));
    const mayChange = given.yes === true && !given.plan;
    const ends = await (mayChange ? takeSteps : lookAtSteps)(steps, ground);
    const status = statusOf(ends, given.plan === true);
    const exitCode = status === 'confirmation_required' ? exitCodes.unsound : exitCodes.ok;
    return { exitCode, ...initReport({ status, steps: ends, ...describe(ground) }) };
  });
}

/** In the order in which one needs the other. */
const stepsFor = (queues: readonly string[]): readonly Step[] => [
  logInStep,
  databaseStep,
  namespaceStep,
  ...queues.map(queueStep),
  migrationsStep,
  secretsStep,
  deploymentStep,
  snapshotsStep,
  serverKeyStep,
  firstAdminStep,
];

function groundOf(call: DatabaseCall, env: NodeJS.ProcessEnv): Ground {
  const { admin, config, wrangler: program } = call.given;
  const configPath =
    typeof config === 'string' ? resolve(config) : join(projectRoot, 'wrangler.toml');
  const readConfig = () => readWranglerConfig(configPath);
  const wrangler = openWrangler({
    program: typeof program === 'string' ? resolve(program) : undefined,
    config: configPath,
    env,
  });
  let account: Promise<Account> | undefined;
  return {
    wrangler,
    configPath,
    readConfig,
    readAccount: () => (account ??= findAccount(wrangler, readConfig(), env)),
    kept: openKeptSecrets(join(dirname(configPath), `.burgee/${readConfig().name}.env`)),
    call,
    databaseUrl: readDatabaseUrl(call.given, env),
    env,
    adminEmail: typeof admin === 'string' ? admin : undefined,
  };
}

function statusOf(ends: readonly StepEnd[], isPlan: boolean): InitStatus {
  const states = new Set(ends.map(({ state }) => state));
  if (states.has('due')) return isPlan ? 'planned' : 'confirmation_required';
  return states.has('made') ? 'done' : 'nothing_to_do';
}

const describe = (ground: Ground) => ({
  worker: ground.readConfig().name,
  url: findUrl(ground),
  secretsFile: ground.kept.path,
  isLinkOpen: ground.kept.find('FIRST_ADMIN_LINK') !== undefined,
  options: typedAgain(ground.call.given, ['admin', 'config', 'wrangler', 'database-url']),
});
