import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { codeSamples } from '../../src/dashboard/features/flag/code/code-samples.ts';
import { operations } from '../../src/http/description/sections.ts';
import { manifest } from '../../src/schema/manifest.ts';

/** Everything that is written for people. */
const pages = globSync(['*.md', 'docs/**/*.md', '.github/**/*.md']).toSorted();
const textOf = new Map(pages.map((page) => [page, readFileSync(page, 'utf8')]));
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  scripts: Record<string, string>;
};

describe.each(pages)('%s', (page) => {
  const text = textOf.get(page) ?? '';
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '');
  const blocks = [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].map(([, language, code]) => ({
    language: language ?? '',
    code: code ?? '',
  }));

  it('leads nowhere that is not there', () => {
    const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
    const inside = targets.filter((target) => !/^[a-z]+:/.test(target));
    expect(inside.filter((target) => !isThere(page, target))).toEqual([]);
  });

  it('names files that are there', () => {
    const named = [...prose.matchAll(/`((?:src|test|dev|docs|bench|drizzle|\.github)\/[^`\s]*)`/g)];
    const paths = named.map(([, path]) => (path ?? '').replace(/[:#].*$/, ''));
    const certain = paths.filter((path) => !/[<…{]/.test(path));
    expect(certain.filter((path) => globSync(path).length === 0)).toEqual([]);
  });

  it('names scripts that npm runs', () => {
    const named = [...text.matchAll(/npm (?:run )?((?:[a-z]+:)*[a-z]+)\b/g)]
      .filter(([whole]) => whole.startsWith('npm run '))
      .map(([, script]) => script ?? '');
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
  });

  it('calls burgee as it can be called', () => {
    expect(callsIn(text).flatMap(problemsOfCall)).toEqual([]);
  });

  it('names routes that are there', () => {
    const named = [...prose.matchAll(/`(?:(GET|POST|PUT|PATCH|DELETE) )(\/[^`\s?]*)/g)];
    const unknown = named.filter(([, method = '', path = '']) => !isRoute(method, path));
    expect(unknown.map(([whole]) => whole)).toEqual([]);
  });

  it('has nothing in a shell that no shell reads', () => {
    const shells = blocks.filter(({ language }) => ['sh', 'bash'].includes(language));
    const ends = shells.map(({ code }) => spawnSync('bash', ['-n'], { input: code }));
    expect(ends.map(({ stderr }) => stderr.toString()).filter(Boolean)).toEqual([]);
  });

  it('has JSON that is JSON', () => {
    const all = blocks.filter(({ language }) => language === 'json').map(({ code }) => code);
    expect(all.filter((code) => !isJson(code))).toEqual([]);
  });
});

it('calls burgee as it can be called, in what the code tells people too', () => {
  const sources = globSync(['src/**/*.{ts,tsx}', 'dev/**/*.ts']);
  const calls = sources.flatMap((source) => callsIn(readFileSync(source, 'utf8')));
  expect(calls.length).toBeGreaterThan(20);
  expect(calls.flatMap(problemsOfCall)).toEqual([]);
});

it.each(
  codeSamples({
    url: 'https://burgee.<account>.workers.dev',
    ...{
      key: 'checkout.express',
      kind: 'boolean',
      environment: 'production',
      off: false,
      isWhole: false,
    },
  }),
)('shows in docs/quick-start.md what the dashboard shows for $label', ({ code, install = '' }) => {
  expect(textOf.get('docs/quick-start.md')).toContain(`\n${code}\n`);
  expect(textOf.get('docs/quick-start.md')).toContain(install);
});

it.each([
  [true, 'get_integer_value("limits.seats", 5, user)', 'getIntegerValue("limits.seats", 5, user)'],
  [
    false,
    'get_float_value("limits.seats", 5.0, user)',
    'getDoubleValue("limits.seats", 5.0, user)',
  ],
])('asks in Python and Java for numbers as they are (all whole: %s)', (isWhole, python, java) => {
  const asked = { url: 'https://x', key: 'limits.seats', environment: 'production', off: 5 };
  const samples = codeSamples({ ...asked, kind: 'number', isWhole });
  const codeOf = (id: string) => samples.find((each) => each.id === id)?.code;
  expect([codeOf('python'), codeOf('java')]).toEqual([
    expect.stringContaining(python),
    expect.stringContaining(java),
  ]);
  expect(codeOf('java')).not.toContain('sdk.Value');
});

it('counts in docs/cli.md the migrations that there are', () => {
  const { length } = manifest.migrations;
  const text = textOf.get('docs/cli.md');
  expect(text).toContain(`applies ${length} of ${length}, each verified`);
  expect(text).toContain(`Code     Burgee 0.1.0, ${length} migrations`);
});

it('is all reached from the README', () => {
  const reached = new Set(['README.md']);
  for (const page of reached) {
    for (const [, target = ''] of (textOf.get(page) ?? '').matchAll(/\]\(([^)\s]+)\)/g)) {
      const path = join(dirname(page), target.split('#')[0] ?? '');
      for (const each of pages) if (each === path || each.startsWith(`${path}/`)) reached.add(each);
    }
  }
  expect(pages.filter((page) => !reached.has(page) && !page.startsWith('.github'))).toEqual([]);
});

function isThere(page: string, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? page : join(dirname(page), file);
  if (!existsSync(path)) return false;
  return anchor === undefined || anchorsOf(readFileSync(path, 'utf8')).has(anchor);
}

/** As GitHub makes them. */
const anchorsOf = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{Letter}\p{Number} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );

const callsIn = (text: string): string[] =>
  [...text.matchAll(/npx burgee ([^\n`|;&#)"'$\\]+)/g)].map(([, words]) =>
    (words ?? '').replace(/[.,:] .*|[.,:]$/, '').trim(),
  );

const common = ['json', 'help', 'database-url', 'url', 'yes', 'no-color'];

function problemsOfCall(words: string): string[] {
  const command = commands
    .filter(({ name }) => `${words} `.startsWith(`${name} `))
    .toSorted((one, other) => other.name.length - one.name.length)[0];
  if (!command) return /^[<-]/.test(words) ? [] : [`burgee ${words}: there is no such command`];
  const given = [...words.matchAll(/--([a-z-]+)/g)].map(([, option = '']) => option);
  return given
    .filter((option) => !(option in command.options || common.includes(option)))
    .map((option) => `burgee ${words}: there is no --${option}`);
}

/** A page about one part of the API may leave out how all of its routes begin. */
function isRoute(method: string, path: string): boolean {
  const parts = path.replace(/[.,]$/, '').split('/').slice(1);
  return operations.some(({ route }) => {
    const [routeMethod, routePath = ''] = route.split(' ');
    const last = routePath.split('/').slice(-parts.length);
    const fits = (part: string, place: number) =>
      part === parts[place] || part.startsWith(':') || /^[:<…]/.test(parts[place] ?? '');
    return routeMethod === method && last.length === parts.length && last.every(fits);
  });
}

function isJson(code: string): boolean {
  try {
    JSON.parse(code);
    return true;
  } catch {
    return false;
  }
}
