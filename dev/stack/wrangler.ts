import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { endProcessGroup } from '../processes/end-processes.ts';
import { logTail } from '../processes/log-tail.ts';
import { projectRoot } from '../project-root.ts';
import { toEnvFile } from './env-file.ts';
import { writePrivateFile } from './private-file.ts';

export interface WranglerOptions {
  port: number;
  devDir: string;
  /** The Worker's, which a command line would show to everybody. */
  variables: Record<string, string>;
}

export interface Wrangler {
  pid: number;
  logFile: string;
  /** Resolves with the reason when it ends, whoever ended it. */
  exited: Promise<string>;
  /** Ends workerd and esbuild with it. */
  stop: () => Promise<void>;
}

export function startWrangler({ port, devDir, variables }: WranglerOptions): Wrangler {
  const envFile = join(devDir, 'wrangler.env');
  const logFile = join(devDir, 'wrangler.log');
  writePrivateFile(envFile, toEnvFile(variables));
  const program = join(projectRoot, 'node_modules/.bin/wrangler');
  const log = openSync(logFile, 'w', 0o600);
  const child = spawn(process.execPath, [program, ...commandLine(port, devDir, envFile)], {
    cwd: projectRoot,
    detached: true,
    env: environment(devDir, Object.keys(variables)),
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  return describe(child, logFile);
}

function commandLine(port: number, devDir: string, envFile: string): string[] {
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
function environment(devDir: string, variables: string[]): NodeJS.ProcessEnv {
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

function describe(child: ChildProcess, logFile: string): Wrangler {
  const pid = child.pid ?? -1;
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`wrangler did not start: ${error.message}`));
    child.once('exit', (code, signal) => {
      resolve(`wrangler ended (${signal ?? `exit code ${code}`}):\n${logTail(logFile)}`);
    });
  });
  const endWithThisProcess = () => process.kill(-pid, 'SIGKILL');
  process.once('exit', endWithThisProcess);
  const stop = async () => {
    await endProcessGroup(pid);
    process.off('exit', endWithThisProcess);
  };
  return { pid, logFile, exited, stop };
}
