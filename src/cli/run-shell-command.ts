import { spawn } from 'node:child_process';
import { exitCodes } from './exit-codes.ts';
import { FailureError } from './failure.ts';

/** As typed, by the shell of this system. Throws a failure with what it says when it does not end well. */
export function runShellCommand(command: string): Promise<void> {
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => (said += chunk));
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve();
      reject(
        new FailureError({
          code: 'command_failed',
          exitCode: exitCodes.unsound,
          message: `The command of --flip ends with ${code}: ${said.trim().slice(-300) || 'it says nothing'}`,
          wayOut: 'Try it by itself. What it may have changed stays changed.',
        }),
      );
    });
  });
}
