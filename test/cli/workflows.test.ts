import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from '../../dev/project-root.ts';
import description from '../../package.json' with { type: 'json' };
import { commands } from '../../src/cli/commands.ts';
import { manifest } from '../../src/schema/manifest.ts';
import { openDatabase, type TestDatabase } from '../support/burgee-command.ts';
import { npxWith, openShell, type Shell } from '../support/open-shell.ts';

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly uses?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly steps?: readonly WorkflowStep[];
}

interface WorkflowStep {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly 'continue-on-error'?: boolean;
  readonly with?: Readonly<Record<string, unknown>>;
}

const folder = join(projectRoot, '.github/workflows');
const texts = new Map(
  readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
);
const workflows = [...texts].map(([file, text]) => [file, parse(text) as Workflow] as const);
/** The first of each that runs on Node 24, as runners have no older one for actions any more. */
const onNode24 = { checkout: 5, 'setup-node': 5, 'upload-artifact': 6, 'download-artifact': 7 };
const jobs = workflows.flatMap(([file, { jobs: all }]) =>
  Object.entries(all).map(([name, job]) => [`${file}: ${name}`, job] as const),
);
const steps = jobs.flatMap(([, job]) => job.steps ?? []);

/** What the step of that name runs. */
function linesOf(file: string, name: string): string {
  const found = jobs.flatMap(([job, { steps: its = [] }]) => (job.startsWith(file) ? its : []));
  const lines = found.find((step) => step.name === name)?.run;
  if (lines === undefined) throw new Error(`${file} has no step ${name}`);
  return lines;
}

/** Each call of the commands is a process, and a busy machine takes its time to start one. */
vi.setConfig({ testTimeout: 180_000 });

let database: TestDatabase;
let shell: Shell;

/** Notes what it is asked, and says what it was told to; has one open issue a label. */
const gh = `printf '%s\\n' "$*" >> gh.log
label=$(printf '%s' "$*" | sed -n 's/.*--label \\([a-z-]*\\).*/\\1/p')
case "$*" in
  'issue list'*) cat "issue-of-$label" 2>/dev/null || true ;;
  'issue create'*) echo "7-$label" > "issue-of-$label" ;;
  'issue close'*) rm "issue-of-\${3#7-}" ;;
  *--paginate*) cat comments 2>/dev/null || true ;;
esac`;

beforeAll(async () => {
  database = await openDatabase('migrated');
  const noted = 'printf "%s\\n" "$*" >> calls.log';
  const git = `${noted}; mkdir -p "$4"`;
  shell = openShell({ npx: npxWith('false'), gh, git, npm: noted, sleep: noted });
});
afterAll(async () => {
  shell.close();
  await database.close();
});

const read = (file: string) => readFileSync(join(shell.folder, file), 'utf8');

function run(file: string, name: string, env: Record<string, string> = {}) {
  return shell.run(linesOf(file, name), {
    DATABASE_URL: database.databaseUrl,
    GITHUB_STEP_SUMMARY: join(shell.folder, 'summary.md'),
    GITHUB_OUTPUT: join(shell.folder, 'output'),
    GITHUB_REPOSITORY: 'me/flags',
    ...env,
  });
}

function askedOfGitHub(): readonly string[] {
  const asked = read('gh.log').trim().split('\n');
  writeFileSync(join(shell.folder, 'gh.log'), '');
  return asked;
}

it.each(workflows)('lets no more be done by %s than it needs', (file, { on, permissions }) => {
  expect(permissions).toEqual({ contents: 'read' });
  expect(on).not.toHaveProperty('pull_request_target');
  expect(on).not.toHaveProperty('workflow_run');
  const text = texts.get(file) ?? '';
  if ('pull_request' in on) expect(text).not.toContain('secrets.');
});

it('writes only where a job says so, and never beside code of a pull request', () => {
  const writing = jobs.filter(([, { permissions = {} }]) =>
    Object.values(permissions).includes('write'),
  );
  expect(writing.map(([name, { permissions }]) => [name, permissions])).toEqual([
    ['drift.yml: check', { contents: 'read', issues: 'write' }],
    ['migrations.yml: comment', { 'pull-requests': 'write' }],
  ]);
  const comment = jobs.find(([name]) => name === 'migrations.yml: comment')?.[1];
  expect(comment?.steps?.map(({ uses }) => uses)).toEqual([
    'actions/download-artifact@v7',
    undefined,
  ]);
});

it.each(jobs)('ends by itself, and leaves no token behind: %s', (_, job) => {
  if (job.uses !== undefined) return expect(job.uses).toBe('./.github/workflows/ci.yml');
  expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
  for (const { uses = '', with: given } of job.steps ?? []) {
    const [, name, major] = /^actions\/([a-z-]+)@v(\d+)$/.exec(uses) ?? [];
    if (uses !== '') {
      expect(onNode24).toHaveProperty(name ?? uses);
      expect(Number(major)).toBeGreaterThanOrEqual(
        Object.entries(onNode24).find(([each]) => each === name)?.[1] ?? 0,
      );
    }
    if (uses.startsWith('actions/checkout')) {
      expect(given).toMatchObject({ 'persist-credentials': false });
    }
  }
});

it('takes nothing that others write into its lines but through the environment', async () => {
  const lines = steps.flatMap(({ run: each }) => each ?? []);
  expect(lines.filter((each) => each.includes('${{'))).toEqual([]);
  const ends = await Promise.all(
    lines.map((each) => shell.run(`bash -n <<'LINES'\n${each}\nLINES`, {})),
  );
  expect(ends.map(({ output }) => output).join('')).toBe('');
});

it('runs what there is: the test command of the README, and commands of ours', async () => {
  const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8');
  expect(readme).toContain(linesOf('ci.yml', 'Test'));
  expect(description.scripts).toHaveProperty('test');
  const words = steps.flatMap(({ run: each = '' }) => [...each.matchAll(/npx burgee (\w+)/g)]);
  const named = new Set(words.map(([, name]) => name));
  expect(named).toEqual(new Set(['migrate', 'check', 'deploy']));
  expect(commands.map(({ name }) => name)).toEqual(expect.arrayContaining([...named]));
});

it('brings the schema of the base, where its own code does that', async () => {
  const base = { RUNNER_TEMP: shell.folder, BASE_SHA: 'c0ffee' };
  expect(await run('migrations.yml', 'Schema of the base', base)).toMatchObject({ exitCode: 0 });
  expect(read('calls.log')).toBe(`worktree add --detach ${shell.folder}/base c0ffee\n`);
  expect(read('base/calls.log')).toBe('ci\n');
});

it('tells what a pull request would do to the schema, once, and then anew', async () => {
  const [before = '', last = ''] = manifest.migrations.slice(-2).map(({ tag }) => tag);
  await database.ask('rollback', '--to', before, '--yes');
  expect(await run('migrations.yml', 'Verify')).toMatchObject({ exitCode: 0 });
  const told = read('migrations.md');
  expect(read('summary.md')).toBe(told);
  expect(told).toMatch(/^<!-- burgee migrations -->\n/);
  expect(told).toContain(`${last}  `);
  expect(told).toMatch(/squawk\n {2}✓ has no objection/);
  expect(told).toContain('✓ Applied 1 migration, each verified.');
  expect(told).toContain('sound: everything is as this version expects it');

  await run('migrations.yml', 'Comment', { PULL_REQUEST: '12' });
  expect(askedOfGitHub().at(-1)).toMatch(/--method POST repos\/me\/flags\/issues\/12\/comments /);
  writeFileSync(join(shell.folder, 'comments'), '345\n678\n');
  await run('migrations.yml', 'Comment', { PULL_REQUEST: '12' });
  expect(askedOfGitHub().at(-1)).toMatch(/--method PATCH repos\/me\/flags\/issues\/comments\/345 /);
  expect(read('comment.md')).toBe(told);

  rmSync(join(shell.folder, 'migrations.md'));
  const of = { PULL_REQUEST: '12', HEAD_SHA: 'c0ffee', RUN: 'https://example.com/1' };
  expect(await run('migrations.yml', 'Comment', of)).toMatchObject({ exitCode: 0 });
  expect(askedOfGitHub().at(-1)).toMatch(/--method PATCH repos\/me\/flags\/issues\/comments\/345 /);
  expect(read('comment.md')).toMatch(/^<!-- burgee migrations -->\n/);
  expect(read('comment.md')).toContain('c0ffee could not be verified');
  expect(read('comment.md')).toContain('https://example.com/1 says why');
});

it('says what a job found only where there is something that it found', () => {
  const { steps: its = [] } =
    workflows.find(([file]) => file === 'migrations.yml')?.[1].jobs.comment ?? {};
  const download = its.find(({ uses = '' }) => uses.startsWith('actions/download-artifact'));
  expect(download).toMatchObject({ 'continue-on-error': true });
});

it('fails, and says all the same what it found, where a migration cannot run', async () => {
  await database.query('alter table segments rename to segments_before');
  expect(await run('migrations.yml', 'Verify')).toMatchObject({ exitCode: 1 });
  expect(read('migrations.md')).toContain('table segments');
  await database.query('alter table segments_before rename to segments');
});

/** What a day's look asks of GitHub, but for whether there is an issue. */
async function lookForDrift(env: Record<string, string> = {}) {
  for (const file of ['output', 'calls.log', 'gh.log']) writeFileSync(join(shell.folder, file), '');
  expect(await run('drift.yml', 'Check', env)).toMatchObject({ exitCode: 0 });
  const STATUS = read('output').trim().replace('status=', '');
  const { exitCode } = await run('drift.yml', 'Tell', { STATUS, RUN: 'https://example.com/1' });
  const asked = askedOfGitHub().filter((each) => !each.startsWith('issue list'));
  return { exitCode, asked: asked.map((each) => each.replace(/ --(?:body|force|comment).*/, '')) };
}

it('opens one issue for drift, keeps it up to date, and closes it', async () => {
  expect(await lookForDrift()).toEqual({ exitCode: 0, asked: [] });
  await database.query('drop index audit_logs_target_idx');
  expect(await lookForDrift()).toEqual({
    exitCode: 1,
    asked: [
      'label create drift',
      'issue create --label drift --title The database is not as the code expects it',
    ],
  });
  expect(read('issue.md')).toContain('audit_logs_target_idx');
  expect(await lookForDrift()).toEqual({ exitCode: 1, asked: ['issue edit 7-drift'] });
  expect(read('calls.log')).toBe('');
});

it('says of a database that does not answer, asked twice, that nobody knows; and nothing of its schema', async () => {
  const away = { DATABASE_URL: 'postgres://me@127.0.0.1:1/no' };
  expect(await lookForDrift(away)).toEqual({
    exitCode: 2,
    asked: [
      'label create drift-unchecked',
      'issue create --label drift-unchecked --title The database could not be checked for drift',
    ],
  });
  expect(read('calls.log')).toBe('300\n');
  await database.ask('repair');
  expect(await lookForDrift()).toEqual({
    exitCode: 0,
    asked: ['issue close 7-drift-unchecked', 'issue close 7-drift'],
  });
});
