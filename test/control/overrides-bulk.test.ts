import { and, desc, eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OverrideEntry } from '../../src/contract/flags/override-bulk.ts';
import type { ControlContext } from '../../src/control/context.ts';
import { updateFlagState } from '../../src/control/flag-states/update-flag-state.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { createKey } from '../../src/control/keys/create-key.ts';
import { exportOverrides } from '../../src/control/overrides/export-overrides.ts';
import { importOverrides } from '../../src/control/overrides/import-overrides.ts';
import type { OverrideFile } from '../../src/control/overrides/judge-entries.ts';
import { parseCsv, toCsv } from '../../src/control/overrides/override-csv.ts';
import { putOverride } from '../../src/control/overrides/put-override.ts';
import { removeOverrides } from '../../src/control/overrides/remove-overrides.ts';
import { searchOverrides } from '../../src/control/overrides/search-overrides.ts';
import { getSubject } from '../../src/control/subjects/get-subject.ts';
import { auditLogs } from '../../src/db/audit-logs.ts';
import { environments } from '../../src/db/environments.ts';
import { openAdminApp, origin } from '../support/admin-app.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;
let ctx: ControlContext;
const environment = 'production';
const [pilot, theme] = ['bulk.pilot', 'bulk.theme'];
let now = new Date('2030-01-01T00:00:00Z');

beforeAll(async () => {
  plane = await startControlPlane();
  ctx = { ...plane.ctx, now: () => now };
  const values = ['grey', 'blue', 'green'].map((name) => ({ name, value: name }));
  await createFlag({ ctx, input: { key: pilot } });
  await createFlag({
    ctx,
    input: { key: theme, kind: 'string', variants: values, off_variant: 'grey' },
  });
});
afterAll(() => plane.dispose());
beforeEach(async () => {
  now = new Date('2030-01-01T00:00:00Z');
  await plane.database.transaction((tx) => tx.execute(sql`delete from feature_flag_overrides`));
});

type Entry = Partial<OverrideEntry>;
const entry = (subject: string, other: Entry = {}): OverrideEntry => ({
  flag: pilot,
  scope: 'user',
  subject,
  variant: 'on',
  reason: null,
  expires_at: null,
  ...other,
});
/** `none`: without an If-Match. */
type Expected = number | '*' | 'none';
const send = (body: OverrideFile, query: object = {}, expected: Expected = '*') => {
  const expectedRevision = expected === 'none' ? undefined : expected;
  return importOverrides({ ctx, input: { environment, query, expectedRevision, body } });
};
const sendAll = (entries: readonly Entry[], query: object = {}) => send({ json: entries }, query);
const present = async (format = 'json', more: object = {}) =>
  (await exportOverrides({ ctx, input: { environment, question: { format, ...more } } })).text;
const entries = async (): Promise<OverrideEntry[]> => JSON.parse(await present());
const version = async () => {
  const [row] = await plane.database.current
    .select({ version: environments.version })
    .from(environments)
    .where(eq(environments.key, environment));
  return row?.version ?? 0;
};
const lastAudited = async (action: string) => {
  const [row] = await plane.database.current
    .select()
    .from(auditLogs)
    .where(and(eq(auditLogs.action, action), eq(auditLogs.target, environment)))
    .orderBy(desc(auditLogs.seq))
    .limit(1);
  return row;
};

it('takes ten thousand rows of CSV in one version, and gives them back as they were', async () => {
  const file = Array.from({ length: 10_000 }, (_, index) =>
    entry(`user-${String(index).padStart(5, '0')}`, {
      reason: 'pilot, wave 1',
      expires_at: '2031-01-01T00:00:00.000Z',
    }),
  );
  const before = await version();
  const changed = await send({ csv: toCsv(file) }, {}, 'none');
  expect(changed).toMatchObject({ added: 10_000, changed: 0, removed: 0, version: before + 1 });
  expect(await version()).toBe(before + 1);
  expect(await entries()).toEqual(file);
  const flag = (await plane.published(environment)).flags.find(({ key }) => key === pilot);
  expect(flag?.overrides).toHaveLength(10_000);
  const audited = await lastAudited('override.import');
  expect(audited).toMatchObject({ before: [], actor: 'test-admin' });
  expect(audited?.after).toHaveLength(10_000);
  await expect(sendAll([...file, entry('one-more')])).rejects.toMatchObject({
    message: expect.stringContaining('expected at most 10000 rows'),
  });
});

it('takes no file of another encoding than UTF-8, whose subjects would be others', async () => {
  const { key } = await createKey({ ctx, input: { kind: 'admin', name: 'X', role: 'editor' } });
  const { fetch } = openAdminApp(plane);
  const post = (text: string, encoding: BufferEncoding) =>
    fetch(`${origin}/admin/environments/${environment}/overrides/import`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'text/csv', 'If-Match': '*' },
      body: Buffer.from(text, encoding),
    });
  const file = toCsv([entry('Müller')]);
  for (const encoding of ['latin1', 'utf16le'] as const) {
    const answer = await post(`\uFEFF${file}`, encoding);
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('UTF-8')]);
  }
  expect((await post(`\uFEFF${file}`, 'utf8')).status).toBe(200);
  expect(await entries()).toEqual([entry('Müller')]);
});

it('writes no more than its header where there is nothing', async () => {
  expect(await present('csv')).toBe('flag,scope,subject,variant,reason,expires_at\r\n');
});

it('adds and changes what the file names, and keeps in the audit log what was there', async () => {
  await sendAll([entry('ana'), entry('bo'), entry('cy')]);
  const file = [entry('bo'), entry('cy', { variant: 'off' }), entry('di')];
  const before = await version();
  const dry = await sendAll(file, { dry_run: 'true' });
  expect(dry).toMatchObject({ dry_run: true, added: 1, changed: 1, removed: 0, unchanged: 1 });
  expect(await entries()).toHaveLength(3);
  expect(await version()).toBe(before);
  await expect(send({ json: file }, {}, 'none')).rejects.toMatchObject({
    code: 'precondition_required',
  });
  await expect(send({ json: file }, {}, before - 1)).rejects.toMatchObject({
    code: 'precondition_failed',
  });
  expect(await send({ json: file }, {}, dry.version)).toMatchObject({ changed: 1 });
  expect(await entries()).toEqual([entry('ana'), ...file]);
  expect(await lastAudited('override.import')).toMatchObject({
    before: [entry('cy')],
    after: [entry('di'), entry('cy', { variant: 'off' })],
  });
  const page = await searchOverrides({ ctx, input: { environment, question: { subject: 'cy' } } });
  expect(page.overrides).toMatchObject([{ variant: 'off', revision: 2 }]);
  const same = await send({ json: file }, {}, 'none');
  expect(same).toMatchObject({ unchanged: 3, version: before + 1 });
  expect(await version()).toBe(before + 1);
});

it('replaces all there is, or all of one flag', async () => {
  const blue = { flag: theme, variant: 'blue' };
  await sendAll([entry('ana'), entry('bo'), entry('ana', blue), entry('bo', blue)]);
  const ofOne = await sendAll([entry('bo', { variant: 'off' })], { mode: 'replace', flag: pilot });
  expect(ofOne).toMatchObject({ added: 0, changed: 1, removed: 1 });
  const rest = [entry('bo', { variant: 'off' }), entry('ana', blue), entry('bo', blue)];
  expect(await entries()).toEqual(rest);
  expect(await lastAudited('override.import')).toMatchObject({
    before: [entry('bo'), entry('ana')],
  });
  await expect(sendAll([entry('x', blue)], { mode: 'replace', flag: pilot })).rejects.toMatchObject(
    {
      problems: [{ path: '[0].flag' }],
    },
  );
  const ofAll = await sendAll(rest.slice(0, 1), { mode: 'replace' });
  expect(ofAll).toMatchObject({ unchanged: 1, removed: 2 });
  expect(await entries()).toEqual(rest.slice(0, 1));
});

it('changes nothing where a row is wrong, and names each by its line', async () => {
  await sendAll([entry('ana')]);
  const csv = [
    'subject;scope;flag;variant;expires_at',
    `bo;user;${pilot};on;`,
    `"c\ny";user;${pilot};purple;`,
    `di;team;${pilot};on;`,
    `;user;no.such;on;2029-01-01T00:00:00Z`,
    `bo;user;${pilot};off;`,
    `ed;user;no.such;on;`,
    `fa;user`,
    '',
    `gi;user;${pilot};on;2029-01-01T00:00:00Z`,
  ].join('\n');
  const refusal = await send({ csv }).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'invalid_input' });
  const { problems, message } = refusal as { problems: { path: string }[]; message: string };
  expect(problems.map(({ path }) => path).sort()).toEqual([
    'line 11.expires_at',
    'line 3.variant',
    'line 5.scope',
    'line 6.subject',
    'line 7',
    'line 8.flag',
    'line 9',
  ]);
  expect(message).toContain('Nothing was changed.');
  expect(await entries()).toEqual([entry('ana')]);
  const many = Array.from({ length: 150 }, (_, index) => entry(`u${index}`, { variant: 'x' }));
  await expect(sendAll(many)).rejects.toMatchObject({
    problems: expect.toSatisfy((list: unknown[]) => list.length === 100),
    message: expect.stringMatching(/; and 50 more$/),
  });
});

it.each<[string, OverrideFile, RegExp]>([
  ['no header', { csv: '' }, /line 1: expected a header/],
  ['an unknown column', { csv: 'flag,scope,subject,variant,colour\n' }, /not "colour"/],
  ['a column twice', { csv: 'flag,scope,subject,variant,flag\n' }, /once/],
  ['a column too few', { csv: 'flag,scope,subject\n' }, /expected a column "variant"/],
  ['no row', { csv: 'flag,scope,subject,variant\n' }, /at least one row/],
  ['no row of JSON', { json: [] }, /at least one row/],
  ['an open quote', { csv: 'flag,scope,subject,variant\n"x,user,a,on' }, /line 2: /],
  ['an object', { json: {} }, /expected a list/],
  ['an unknown property', { json: [{ ...entry('a'), revision: 1 }] }, /revision/],
  ['what cannot be stored', { json: [entry('a\0')] }, /NUL/],
])('refuses a file with %s', async (_, body, message) => {
  await expect(send(body)).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringMatching(message),
  });
  await expect(send(body, { mode: 'replace' })).rejects.toMatchObject({ code: 'invalid_input' });
});

describe('a file of CSV', () => {
  it('holds nothing that a spreadsheet takes for a formula (security 26)', () => {
    const texts = [
      '=1+1',
      '+46',
      '-1',
      '@sum',
      '\ttab',
      '\rcr',
      "'=x",
      "'plain",
      'a=b',
      '',
      'a\n=b',
    ];
    const file = toCsv(texts.map((reason, index) => entry(`=${index}`, { reason })));
    expect(file).toBe(
      [
        'flag,scope,subject,variant,reason,expires_at',
        `bulk.pilot,user,'=0,on,'=1+1,`,
        `bulk.pilot,user,'=1,on,'+46,`,
        `bulk.pilot,user,'=2,on,'-1,`,
        `bulk.pilot,user,'=3,on,'@sum,`,
        `bulk.pilot,user,'=4,on,'\ttab,`,
        `bulk.pilot,user,'=5,on,"'\rcr",`,
        `bulk.pilot,user,'=6,on,''=x,`,
        `bulk.pilot,user,'=7,on,'plain,`,
        `bulk.pilot,user,'=8,on,a=b,`,
        `bulk.pilot,user,'=9,on,,`,
        `bulk.pilot,user,'=10,on,"a\n=b",`,
        '',
      ].join('\r\n'),
    );
  });

  it('comes back as it was, whatever is in it', () => {
    const text = fc.string({
      minLength: 1,
      maxLength: 12,
      unit: fc.constantFrom(...('=+-@\t\r\n\'",; aü🚩1'.match(/./gsu) ?? [])),
    });
    const row = fc.record({ subject: text, reason: text });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        const given = rows.map(({ subject, reason }) => entry(subject, { reason }));
        const { entries: read, problems } = parseCsv(toCsv(given));
        expect(problems).toEqual([]);
        const expected = given.map(({ expires_at, ...rest }) => rest);
        expect(read.map((each) => each.entry)).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('has a mark of its encoding, any order of columns, and blanks in the header', () => {
    const csv = `\uFEFFsubject\t scope\tflag\tvariant\r\nana\tuser\t${pilot}\ton\r\n`;
    expect(parseCsv(csv)).toEqual({
      entries: [
        { place: 'line 2', entry: { flag: pilot, scope: 'user', subject: 'ana', variant: 'on' } },
      ],
      problems: [],
    });
  });
});

it('removes all of some subjects, or all that have expired', async () => {
  const zebra = entry('zebra', { scope: 'organisation' });
  const soon = { expires_at: '2030-01-02T00:00:00.000Z' };
  const blue = { flag: theme, variant: 'blue' };
  await sendAll([entry('ana'), entry('ana', blue), entry('bo', soon), zebra]);
  const remove = (which: object, query = {}, expected: '*' | 'none' = '*') => {
    const expectedRevision = expected === 'none' ? undefined : expected;
    const input = { environment, query, expectedRevision, which: which as never };
    return removeOverrides({ ctx, input });
  };
  const ana = { subjects: [{ scope: 'user', subject: 'ana' }] };
  await expect(remove(ana, {}, 'none')).rejects.toMatchObject({ code: 'precondition_required' });
  expect(await remove(ana, { dry_run: 'true' }, 'none')).toMatchObject({ removed: 2 });
  expect(await remove({ ...ana, flag: theme })).toMatchObject({ removed: 1 });
  expect(await remove(ana)).toMatchObject({ removed: 1 });
  expect(await lastAudited('override.remove')).toMatchObject({ before: [entry('ana')], after: [] });
  expect(await remove({ expired: true })).toMatchObject({ removed: 0 });
  now = new Date('2030-01-02T00:00:00Z');
  const search = (question: object) => searchOverrides({ ctx, input: { environment, question } });
  expect((await search({ expired: 'true' })).overrides).toMatchObject([{ subject: 'bo' }]);
  expect((await search({ expired: 'false' })).overrides).toMatchObject([{ subject: 'zebra' }]);
  expect(await entries()).toEqual([zebra]);
  expect(await present('csv', { expired: 'true' })).toContain('bo');
  expect(await remove({ expired: true })).toMatchObject({ removed: 1 });
  expect((await search({})).overrides).toHaveLength(1);
  for (const which of [{}, { subjects: [] }, { expired: false }]) {
    await expect(remove(which)).rejects.toMatchObject({ code: 'invalid_input' });
  }
});

it('lists them page by page, and those that expire soon', async () => {
  const soon = { expires_at: '2030-01-02T00:00:00.000Z' };
  await sendAll([entry('b'), entry('a'), entry('c', soon), entry('a', { scope: 'organisation' })]);
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const question: object = { limit: '1', ...(cursor && { cursor }) };
    const page = await searchOverrides({ ctx, input: { environment, question } });
    seen.push(...page.overrides.map(({ scope, subject }) => `${scope} ${subject}`));
    cursor = page.next_cursor;
  }
  expect(seen).toEqual(['user a', 'user b', 'user c', 'organisation a']);
  const question = { expires_before: '2030-02-01T00:00:00Z' };
  const page = await searchOverrides({ ctx, input: { environment, question } });
  expect(page.overrides).toMatchObject([{ subject: 'c' }]);
});

it('tells everything that applies to a user or an organisation, and why', async () => {
  const soon = { expires_at: '2030-01-02T00:00:00.000Z' };
  const zebra = { scope: 'organisation', subject: 'zebra', variant: 'blue', flag: theme } as const;
  await sendAll([entry('ana', soon), entry('bo'), entry('zebra', zebra)]);
  await updateFlagState({
    ctx,
    input: {
      flag: theme,
      environment,
      expectedRevision: '*',
      change: { is_enabled: true, split: [{ variant: 'green', weight: 100_000 }] },
    },
  });
  const about = (scope: string, subject: string, question: object = {}) =>
    getSubject({ ctx, input: { scope, subject, question: { environment, ...question } } });
  const ana = await about('user', 'ana', { organisation_id: 'zebra' });
  const byFlag = new Map(ana.flags.map((each) => [each.flag, each]));
  expect(ana).toMatchObject({ context: { user_id: 'ana', organisation_id: 'zebra' } });
  expect(byFlag.get(pilot)?.evaluation).toMatchObject({ value: true, reason: 'TARGETING_MATCH' });
  expect(byFlag.get(theme)?.evaluation).toMatchObject({ value: 'blue' });
  const steps = byFlag.get(theme)?.steps ?? [];
  expect(steps.at(-1)).toMatchObject({ asked: 'an override for the organisation' });
  expect(ana.flags).toHaveLength((await plane.published(environment)).flags.length);
  expect(ana.overrides).toMatchObject([{ flag: pilot }, { flag: theme, subject: 'zebra' }]);
  expect(ana.expiring).toMatchObject([{ flag: pilot, ...soon }]);
  const alone = await about('organisation', 'zebra');
  expect(alone.overrides).toMatchObject([{ flag: theme }]);
  expect((await about('user', 'nobody')).overrides).toEqual([]);
  const later = await about('user', 'ana', { at: '2030-01-03T00:00:00Z' });
  expect([later.overrides, later.expired]).toMatchObject([[], [{ flag: pilot }]]);
  const first = await about('user', 'ana', { limit: '2' });
  const rest = await about('user', 'ana', { cursor: first.next_cursor });
  const keys = [...first.flags, ...rest.flags].map(({ flag }) => flag);
  expect(keys).toEqual([...byFlag.keys()]);
  await expect(about('team', 'x')).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(about('user', 'x', { environment: 'none' })).rejects.toMatchObject({
    code: 'not_found',
  });
});

it('refuses more than the edge can keep before anything is committed, one by one as in bulk', async () => {
  const before = await version();
  const fill = (name: string, count: number) =>
    plane.database.transaction((tx) =>
      tx.execute(sql`
        insert into feature_flag_overrides (id, environment_key, flag_key, scope, subject, variant)
        select ${name} || n, ${environment}, ${pilot}, 'user', ${name} || n || repeat('✓', 500), 'on'
        from generate_series(1, ${count}::int) n`),
    );
  await fill('f', 7_650);
  const tooMuch = { code: 'invalid_input', message: expect.stringContaining('bytes') };
  const long = (index: number) => `${index}`.padEnd(512, '✓');
  const file = Array.from({ length: 200 }, (_, index) => entry(long(index)));
  await expect(sendAll(file)).rejects.toMatchObject(tooMuch);
  await expect(sendAll(file, { dry_run: 'true' })).rejects.toMatchObject(tooMuch);
  await fill('g', 100);
  const place = { environment, flag: pilot, scope: 'user', subject: 'new' };
  const put = { ...place, expectedRevision: '*' as const, override: { variant: 'on' } };
  await expect(putOverride({ ctx, input: put })).rejects.toMatchObject(tooMuch);
  const gone = await removeOverrides({
    ctx: { ...ctx, publish: async () => [] },
    input: {
      environment,
      query: {},
      expectedRevision: '*',
      which: { subjects: [{ scope: 'user', subject: `f1${'✓'.repeat(500)}` }] },
    },
  });
  expect(gone).toMatchObject({ removed: 1, version: before + 1 });
  expect(await version()).toBe(before + 1);
});
