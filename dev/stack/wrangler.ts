import { join } from 'node:path';
import { endProcessGroup } from '../processes/end-processes.ts';
import { sendGroupSignal } from '../processes/send-signal.ts';
import { type LoggedProcess, spawnLogged } from '../processes/spawn-logged.ts';
import { projectRoot } from '../project-root.ts';
import { toEnvFile } from './env-file.ts';
import { writePrivateFile } from './private-file.ts';

const program = join(projectRoot, 'node_modules/.bin/wrangler');

export interface WranglerOptions {
  readonly port: number;
  readonly devDir: string;
  /** The Worker's, which a command line would show to everybody. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface Wrangler extends LoggedProcess {
  readonly logFile: string;
  /** Ends workerd and esbuild with it. */
  readonly stop: () => Promise<void>;
}

/** Throws with the reason when there is no process; see startWorker for whether it serves. */
export async function startWrangler(options: WranglerOptions): Promise<Wrangler> {
  const { port, devDir, variables } = options;
  const envFile = join(devDir, 'wrangler.env');
  const logFile = join(devDir, 'wrangler.log');
  writePrivateFile(envFile, toEnvFile(variables));
  writePrivateFile(logFile, '');
  const wrangler = await spawnLogged({
    program: process.execPath,
    args: [program, ...commandLine(port, devDir, envFile)],
    options: { cwd: projectRoot, env: environment(devDir, Object.keys(variables)) },
    logFile,
    name: 'wrangler',
  });
  return { ...wrangler, logFile, stop: endWithThisProcess(wrangler) };
}

function commandLine(port: number, devDir: string, envFile: string): readonly string[] {
  return [
    'dev',
    '--ip=127.0.0.1',
    `--port=${port}`,
    '--inspector-port=0',
    `--persist-to=${join(devDir, 'wrangler')}`,
    `--env-file=${envFile}`,
    '--show-interactive-dev-session=false',
  ];
}

/**
 * The Worker's variables must not come from here: wrangler would prefer them to its file. Everything
 * wrangler keeps for itself goes to the folder, for there may be no home to write in.
 */
function environment(devDir: string, variables: readonly string[]): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !variables.includes(name));
  return {
    ...Object.fromEntries(inherited),
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    NO_COLOR: '1',
    WRANGLER_CACHE_DIR: join(devDir, 'wrangler/cache'),
    WRANGLER_HIDE_BANNER: 'true',
    WRANGLER_NO_SKILLS_UPDATE_PROMPTS: 'true',
    WRANGLER_REGISTRY_PATH: join(devDir, 'wrangler/registry'),
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_WRITE_LOGS: 'false',
    XDG_CONFIG_HOME: join(devDir, 'wrangler/config'),
  };
}

/** Gives a way to end it earlier. */
function endWithThisProcess({ pid }: LoggedProcess): Wrangler['stop'] {
  const kill = () => sendGroupSignal(pid, 'SIGKILL');
  process.once('exit', kill);
  return async () => {
    await endProcessGroup(pid);
    process.off('exit', kill);
  };
}
