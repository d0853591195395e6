import type { DatabaseCall, FilesCall, Report } from '../command.ts';
import { cloudflareBy, shiftCommand } from '../deploy/cloudflare.ts';
import { type Course, findFirstUnbearable, type Tools } from '../deploy/course.ts';
import { deploy, planDeploy } from '../deploy/deploy.ts';
import { whileLocked } from '../deploy/deploy-lock.ts';
import { Diary } from '../deploy/diary.ts';
import { rollbackCommand } from '../deploy/rollback-command.ts';
import { readDeploySettings } from '../deploy/settings.ts';
import { workerAt } from '../deploy/worker.ts';
import { deployOptions } from '../deploy-options.ts';
import { readDeployment } from '../deployment.ts';
import { onDatabase } from '../on-database.ts';
import { deployReport } from '../report/deploy-report.ts';
import { typedAgain } from '../report/typed-again.ts';
import { openWrangler, type Wrangler } from '../wrangler.ts';
import { readWranglerConfig } from '../wrangler-config.ts';

/** What a plan was made with is said again to carry it out. */
const again = [...Object.keys(deployOptions).filter((name) => name !== 'plan'), 'database-url'];

export async function run({ given, around }: FilesCall): Promise<Report> {
  const settings = readDeploySettings(given, around.env);
  const url = typeof given.url === 'string' ? given.url : undefined;
  const control = readDeployment(url === undefined ? {} : { url }, around.env);
  const config = readWranglerConfig(settings.configPath);
  const { configPath, wranglerFile: program } = settings;
  const adminSecret = around.env.ADMIN_SECRET ?? '';
  return onDatabase(given, around, async (call) => {
    const wrangler = openWrangler({ program, config: configPath, env: around.env });
    const tools = {
      settings,
      config,
      control,
      call,
      cloudflare: cloudflareBy(wrangler),
      worker: workerAt({ url: control.url, name: config.name, adminSecret, key: settings.key }),
      diary: new Diary(call.progress, call.address),
    };
    const outcome = await carryOut(tools, wrangler);
    const options = typedAgain(given, again);
    return deployReport({ outcome, steps: tools.diary.steps, settings, config, options });
  });
}

type Prepared = Omit<Tools, 'signal' | 'assertHeld' | 'onCourse'>;

async function carryOut(tools: Prepared, wrangler: Wrangler) {
  const interruption = listenToInterruption(tools.call, wrangler);
  const { signal, onCourse } = interruption;
  try {
    if (tools.settings.isPlan) {
      return await planDeploy({ ...tools, signal, onCourse, assertHeld: async () => {} });
    }
    return await whileLocked(tools.call.database, (assertHeld) =>
      deploy({ ...tools, signal, onCourse, assertHeld }),
    );
  } finally {
    interruption.end();
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The first asks for the way back, which takes a moment: what wrangler has begun is waited for. Whoever cannot
 * wait ends that too, and is told where things are left.
 */
function listenToInterruption(
  { progress }: Pick<DatabaseCall, 'progress'>,
  { endAll }: Pick<Wrangler, 'endAll'>,
) {
  const controller = new AbortController();
  let course: Course | undefined;
  const onSignal = () => {
    if (!controller.signal.aborted) {
      progress('Interrupted: going back as soon as what is under way has ended …');
      return controller.abort();
    }
    endAll();
    progress(`Ended in the middle. ${whereLeft(course)}`);
    process.exit(130);
  };
  for (const name of signals) process.on(name, onSignal);
  return {
    signal: controller.signal,
    onCourse: (begun: Course) => {
      course = begun;
    },
    end: () => {
      for (const name of signals) process.off(name, onSignal);
    },
  };
}

function whereLeft(course: Course | undefined): string {
  if (course?.running === undefined || course.traffic.length === 0) {
    return `Nobody was moved to a new version.${schemaLeft(course)} To go on: npx burgee deploy`;
  }
  const back = shiftCommand([{ version: course.running.version, percent: 100 }]);
  return `The traffic may be split.${schemaLeft(course)} To go back: ${back}; to go on: npx burgee deploy`;
}

function schemaLeft(course: Course | undefined): string {
  const first = course && findFirstUnbearable(course);
  if (first === undefined) return '';
  return ` ${first} has run, and ${course?.running?.version} may rely on what it has changed; it is taken back by ${rollbackCommand(first)}.`;
}
