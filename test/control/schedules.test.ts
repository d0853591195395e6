import { asc, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { UpdateFlagStateInput } from '../../src/contract/flags/flag-state.ts';
import type { CreateScheduleInput } from '../../src/contract/flags/schedule.ts';
import type { ControlContext } from '../../src/control/context.ts';
import { explainFlag } from '../../src/control/flag-states/explain-flag.ts';
import { getFlagState } from '../../src/control/flag-states/get-flag-state.ts';
import { updateFlagState } from '../../src/control/flag-states/update-flag-state.ts';
import { archiveFlag } from '../../src/control/flags/archive-flag.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { getFlag } from '../../src/control/flags/get-flag.ts';
import { restoreFlag } from '../../src/control/flags/restore-flag.ts';
import { updateFlag } from '../../src/control/flags/update-flag.ts';
import { createKey } from '../../src/control/keys/create-key.ts';
import { revokeKey } from '../../src/control/keys/revoke-key.ts';
import { carryOutChanges } from '../../src/control/scheduled/carry-out-changes.ts';
import { cancelSchedule } from '../../src/control/schedules/cancel-schedule.ts';
import { createSchedule } from '../../src/control/schedules/create-schedule.ts';
import { getSchedule } from '../../src/control/schedules/get-schedule.ts';
import { listSchedules } from '../../src/control/schedules/list-schedules.ts';
import { listUpcoming } from '../../src/control/schedules/list-upcoming.ts';
import { pauseSchedule } from '../../src/control/schedules/pause-schedule.ts';
import { resumeSchedule } from '../../src/control/schedules/resume-schedule.ts';
import { updateSchedule } from '../../src/control/schedules/update-schedule.ts';
import { auditLogs } from '../../src/db/audit-logs.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;
let ctx: ControlContext;
/** The clock of verbs and job, in minutes after the beginning of 2030. */
let minutes = 0;
let flags = 0;
let flag = '';
const environment = 'production';

const instantAt = (minute: number) => new Date(Date.UTC(2030, 0, 1, 0, minute));
const at = (minute: number) => instantAt(minute).toISOString();
const as = (id: string): ControlContext => ({
  ...plane.ctx,
  now: () => instantAt(minutes),
  actor: { id, role: 'admin' },
});

beforeAll(async () => {
  plane = await startControlPlane();
  ctx = as('admin-secret');
});
afterAll(() => plane.dispose());
beforeEach(async () => {
  await plane.database.transaction((tx) => tx.execute(sql`delete from scheduled_changes`));
  minutes = 0;
  flag = `rollout.n${++flags}`;
  await createFlag({ ctx: { ...ctx, publish: async () => [] }, input: { key: flag } });
});

const published: string[] = [];
const job = (minute = minutes) => {
  minutes = minute;
  const { database, store } = plane;
  return carryOutChanges({
    database,
    store,
    now: ctx.now,
    publish: async (key) => {
      published.push(key);
      const [outcome] = await plane.ctx.publish([key]);
      return outcome && { version: 0, ...outcome };
    },
  });
};

const create = (plan: object, by = ctx) =>
  createSchedule({ ctx: by, input: { flag, environment, ...plan } as CreateScheduleInput });
const step = (minute: number, change: UpdateFlagStateInput) => ({ at: at(minute), change });
const percent = (minute: number, rollout_percentage: number) =>
  step(minute, { rollout_percentage });
const state = () => getFlagState({ ctx, input: { flag, environment } });
const set = (change: UpdateFlagStateInput) =>
  updateFlagState({ ctx, input: { flag, environment, expectedRevision: '*', change } });
const get = (id: string) => getSchedule({ ctx, input: { id } });
const entries = () =>
  plane.database.current
    .select()
    .from(auditLogs)
    .where(eq(auditLogs.target, flag))
    .orderBy(asc(auditLogs.seq));
const any = (id: string) => ({ id, expectedRevision: '*' as const });

it('rolls out in stages, each at its time, seen by the edge and in the audit log', async () => {
  const stages = [
    { percentage: 1, hold_minutes: 60 },
    { percentage: 10, hold_minutes: 60 },
    { percentage: 100 },
  ];
  const { id, ...schedule } = await create({ reason: 'launch', rollout: { stages } });
  expect(schedule).toMatchObject({
    status: 'pending',
    due_at: at(0),
    on_behalf_of: 'admin-secret',
    steps: [
      { at: at(0), change: { is_enabled: true, rollout_percentage: 1 }, applied_at: null },
      { at: at(60), change: { rollout_percentage: 10 } },
      { at: at(120), change: { rollout_percentage: 100 } },
    ],
  });
  expect(await job(0)).toEqual({ applied: [`${id}#0`] });
  expect(await job(59)).toEqual({});
  expect(await state()).toMatchObject({ is_enabled: true, rollout_percentage: 1, revision: 2 });
  const edge = (await plane.published(environment)).flags.find(({ key }) => key === flag);
  expect(edge).toMatchObject({ on: true, rollout: { millipercent: 1_000 } });
  await job(60);
  expect(await get(id)).toMatchObject({ next_step: 2, due_at: at(120), revision: 3 });
  await job(121);
  const done = { status: 'done', due_at: null, next_step: 3 };
  expect(await get(id)).toMatchObject({ ...done, steps: [{}, {}, { applied_at: at(121) }] });
  const audited = (await entries()).filter(({ action }) => action === 'flag_state.update');
  expect(audited.map(({ actor, requestId }) => [actor, requestId])).toEqual(
    [0, 1, 2].map((index) => [`schedule:${id}/admin-secret`, `${id}#${index}`]),
  );
  expect(audited[1]).toMatchObject({
    before: { rollout_percentage: 1 },
    after: { rollout_percentage: 10 },
  });
});

it('carries out every step that a late job has missed, in order, and publishes once', async () => {
  const first = await create({ steps: [percent(10, 10), percent(30, 30)] });
  const second = await create({ steps: [percent(20, 20), percent(40, 40)] });
  published.length = 0;
  expect(await job(35)).toEqual({
    applied: [`${first.id}#0`, `${second.id}#0`, `${first.id}#1`],
  });
  expect(published).toEqual([environment]);
  const percentages = (await entries()).map(({ after }) => Object(after).rollout_percentage);
  expect(percentages.slice(1)).toEqual([10, 20, 30]);
  expect(await state()).toMatchObject({ rollout_percentage: 30 });
});

it('does nothing twice by four jobs at once', async () => {
  await create({ steps: [percent(1, 1), percent(2, 2), percent(3, 3)] });
  minutes = 5;
  await Promise.all(Array.from({ length: 4 }, () => job()));
  await job();
  const percentages = (await entries()).map(({ after }) => Object(after).rollout_percentage);
  expect(percentages.slice(1)).toEqual([1, 2, 3]);
});

it('tells what will happen before it does: with the flag, its state, why, and in the calendar', async () => {
  const { id } = await create({ reason: 'launch', steps: [percent(10, 10), percent(20, 20)] });
  const coming = [10, 20].map((minute, index) => ({
    at: at(minute),
    flag,
    environment,
    change: { rollout_percentage: minute },
    schedule: id,
    step: index,
    status: 'pending',
    reason: 'launch',
    on_behalf_of: 'admin-secret',
  }));
  expect((await getFlag({ ctx, input: { key: flag } })).upcoming).toEqual(coming);
  expect((await state()).upcoming).toEqual(coming);
  const why = await explainFlag({ ctx, input: { flag, environment, question: {} } });
  expect(why.upcoming).toEqual(coming);
  await job(10);
  expect((await state()).upcoming).toEqual([coming[1]]);
  const calendar = (input: object) => listUpcoming({ ctx, input });
  expect(await calendar({ from: at(15), to: at(21) })).toEqual({
    changes: [coming[1]],
    next_cursor: null,
  });
  expect((await calendar({ from: at(21) })).changes).toEqual([]);
});

it('lists what is due next first, then what is over, page by page, and by what is asked', async () => {
  const ids: string[] = [];
  for (const minute of [30, 10, 20, 10, 5, 6]) {
    ids.push((await create({ steps: [percent(minute, 1)] })).id);
  }
  const [thirty = '', ten = '', twenty = '', alsoTen = '', five = '', six = ''] = ids;
  await job(6);
  await pauseSchedule({ ctx, input: any(twenty) });
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const input: object = { limit: '1', ...(cursor && { cursor }) };
    const page = await listSchedules({ ctx, input });
    seen.push(...page.schedules.map(({ id }) => id));
    cursor = page.next_cursor;
  }
  expect(seen).toEqual([alsoTen, ten, twenty, thirty, six, five]);
  const list = async (input: object) =>
    (await listSchedules({ ctx, input })).schedules.map(({ id }) => id);
  expect(await list({ status: 'open', flag })).toEqual([alsoTen, ten, twenty, thirty]);
  expect(await list({ status: 'paused', environment })).toEqual([twenty]);
  expect(await list({ environment: 'development' })).toEqual([]);
  expect(await list({ from: at(6), to: at(20) })).toEqual([alsoTen, ten, six]);
  for (const input of [{ limit: '0' }, { cursor: 'x' }, { status: 'odd' }, { day: '1' }]) {
    await expect(list(input)).rejects.toMatchObject({ code: 'invalid_input' });
  }
  const pages = await listUpcoming({ ctx, input: { limit: '2' } });
  expect(pages.changes).toHaveLength(2);
  const rest = await listUpcoming({ ctx, input: { cursor: pages.next_cursor } });
  expect(rest.changes.map(({ schedule }) => schedule)).toEqual([twenty, thirty]);
});

it('stands still while it is paused, and goes on at once, as planned, or when told', async () => {
  const steps = [percent(10, 10), percent(30, 30)];
  const { id } = await create({ steps });
  await expect(
    pauseSchedule({ ctx, input: { id, expectedRevision: undefined } }),
  ).rejects.toMatchObject({ code: 'precondition_required' });
  const pause = () => pauseSchedule({ ctx, input: any(id) });
  const resume = (resumption = {}) => resumeSchedule({ ctx, input: { ...any(id), resumption } });
  const instants = async () => (await get(id)).steps.map((each) => each.at);
  await pause();
  expect(await pause()).toMatchObject({ status: 'paused', revision: 2 });
  expect(await job(5)).toEqual({});
  expect(await resume()).toMatchObject({ status: 'pending', due_at: at(10), revision: 3 });
  expect(await instants()).toEqual([at(10), at(30)]);
  await pause();
  expect(await job(15)).toEqual({});
  await resume();
  expect(await instants()).toEqual([at(15), at(35)]);
  await pause();
  await resume({ at: at(100) });
  expect(await instants()).toEqual([at(100), at(120)]);
  await job(100);
  await pause();
  await job(130);
  await resume({ at: at(131) });
  expect(await instants()).toEqual([at(100), at(131)]);
  await expect(
    resumeSchedule({ ctx, input: { id, expectedRevision: '*', resumption: { at: at(1) } } }),
  ).resolves.toMatchObject({ status: 'pending' });
  await job(131);
  expect(await state()).toMatchObject({ rollout_percentage: 30 });
  await expect(pause()).rejects.toMatchObject({ code: 'schedule_finished' });
  await expect(resume()).rejects.toMatchObject({ code: 'schedule_finished' });
});

it('does nothing more once it is cancelled', async () => {
  const { id } = await create({ steps: [percent(1, 1), percent(2, 2)] });
  await job(1);
  expect(await cancelSchedule({ ctx, input: any(id) })).toMatchObject({
    status: 'cancelled',
    due_at: null,
  });
  await cancelSchedule({ ctx, input: any(id) });
  expect(await job(2)).toEqual({});
  expect(await state()).toMatchObject({ rollout_percentage: 1 });
  await expect(
    updateSchedule({ ctx, input: { ...any(id), change: { reason: 'x' } } }),
  ).rejects.toMatchObject({ code: 'schedule_finished' });
});

it('plans anew what is to come, for whom has read it', async () => {
  const { id } = await create({ steps: [percent(1, 1), percent(2, 2)] });
  await job(1);
  const update = (change: object, expectedRevision: number) =>
    updateSchedule({ ctx: as('key:other'), input: { id, expectedRevision, change } });
  const steps = [percent(5, 50), percent(6, 60)];
  await expect(update({ steps }, 1)).rejects.toMatchObject({ code: 'precondition_failed' });
  const updated = await update({ steps, reason: 'faster' }, 2);
  expect(updated).toMatchObject({
    reason: 'faster',
    due_at: at(5),
    next_step: 1,
    on_behalf_of: 'key:other',
    steps: [{ at: at(1), applied_at: at(1) }, { at: at(5) }, { at: at(6) }],
  });
  await expect(update({ steps: [percent(0, 1)] }, 3)).rejects.toMatchObject({
    problems: [{ path: 'steps[0].at' }],
  });
  await expect(update({ steps: [step(9, { split: [] })] }, 3)).rejects.toMatchObject({
    code: 'invalid_input',
  });
});

const entirely = (variant: string) => [{ variant, weight: 100_000 }];

it.each<[string, object, string]>([
  ['a step in the past', { steps: [percent(-1, 1)] }, 'steps[0].at'],
  ['steps out of order', { steps: [percent(2, 1), percent(2, 2)] }, 'steps[1].at'],
  ['no step', { steps: [] }, 'steps'],
  ['a change of nothing', { steps: [step(1, {})] }, 'steps[0].change'],
  [
    'a variant that the flag has not',
    { steps: [percent(1, 1), step(2, { split: entirely('blue') })] },
    'steps[1].change.split[0].variant',
  ],
  [
    'a rollout that falls',
    { rollout: { stages: [{ percentage: 9, hold_minutes: 1 }, { percentage: 9 }] } },
    'rollout.stages[1].percentage',
  ],
  [
    'a stage without end',
    { rollout: { stages: [{ percentage: 9 }, { percentage: 10 }] } },
    'rollout.stages[0].hold_minutes',
  ],
  [
    'a rollout that began',
    { rollout: { start_at: at(-1), stages: [{ percentage: 9 }] } },
    'rollout.start_at',
  ],
  ['neither steps nor rollout', {}, ''],
])('refuses %s, with the place', async (_, plan, path) => {
  const before = await state();
  await expect(create(plan)).rejects.toMatchObject({ code: 'invalid_input', problems: [{ path }] });
  expect(await state()).toEqual(before);
  expect((await listSchedules({ ctx, input: {} })).schedules).toEqual([]);
});

it('refuses what is not there, and what is archived', async () => {
  const steps = [percent(1, 1)];
  await expect(create({ flag: 'no.such', steps })).rejects.toMatchObject({ code: 'not_found' });
  await expect(create({ environment: 'x', steps })).rejects.toMatchObject({ code: 'not_found' });
  await expect(get('x')).rejects.toMatchObject({ code: 'not_found' });
  await archiveFlag({ ctx, input: { key: flag, expectedRevision: '*' } });
  await expect(create({ steps })).rejects.toMatchObject({ code: 'protected' });
});

it('fails whole where a step does not fit any more, and keeps no other from happening', async () => {
  const variants = ['off', 'on', 'beta'].map((name) => ({ name, value: name === 'on' }));
  const definition = (input: object) =>
    updateFlag({ ctx, input: { key: flag, expectedRevision: '*', change: input } });
  await definition({ variants });
  const change = { rollout_percentage: 5, split: entirely('beta') };
  const { id } = await create({ steps: [percent(1, 1), step(2, change), percent(3, 3)] });
  const other = await create({ steps: [percent(4, 4)] });
  await definition({ variants: variants.slice(0, 2) });
  expect(await job(3)).toEqual({ applied: [`${id}#0`], stopped: [`${id}#1`] });
  expect(await state()).toMatchObject({ rollout_percentage: 1, split: entirely('on') });
  expect(await get(id)).toMatchObject({
    status: 'failed',
    next_step: 1,
    due_at: null,
    failure: expect.stringMatching(/^Step 2 does not fit any more: split\[0\]\.variant: /),
  });
  const [failed] = await plane.database.current
    .select()
    .from(auditLogs)
    .where(eq(auditLogs.action, 'schedule.fail'));
  expect(failed).toMatchObject({ target: id, actor: `schedule:${id}/admin-secret` });
  expect(await job(4)).toEqual({ applied: [`${other.id}#0`] });
});

it('waits for a person while the flag is stopped, unless it lifts the stop', async () => {
  const { id } = await create({ steps: [percent(1, 1)] });
  const lift = await create({ steps: [step(2, { is_killed: false })] });
  await set({ is_killed: true });
  expect(await job(1)).toEqual({ stopped: [`${id}#0`] });
  expect(await get(id)).toMatchObject({
    status: 'paused',
    due_at: at(1),
    failure: expect.stringContaining('emergency stop'),
  });
  expect(await state()).toMatchObject({ rollout_percentage: 100 });
  expect(await job(2)).toEqual({ applied: [`${lift.id}#0`] });
  await resumeSchedule({ ctx, input: { ...any(id), resumption: {} } });
  expect(await job(2)).toEqual({ applied: [`${id}#0`] });
  expect(await get(id)).toMatchObject({ status: 'done', failure: null });
});

it('waits while the flag is archived', async () => {
  const { id } = await create({ steps: [percent(1, 1)] });
  await archiveFlag({ ctx, input: { key: flag, expectedRevision: '*' } });
  expect(await job(1)).toEqual({ stopped: [`${id}#0`] });
  await restoreFlag({ ctx, input: { key: flag, expectedRevision: '*' } });
  await resumeSchedule({ ctx, input: { ...any(id), resumption: {} } });
  expect(await job(1)).toEqual({ applied: [`${id}#0`] });
});

it('waits where its maker has lost the right, and happens by right of whoever resumes it', async () => {
  const key = await createKey({ ctx, input: { kind: 'admin', name: 'CI', role: 'editor' } });
  const { id } = await create({ steps: [percent(1, 1), percent(2, 2)] }, as(`key:${key.id}`));
  expect(await job(1)).toEqual({ applied: [`${id}#0`] });
  await revokeKey({ ctx, input: { id: key.id } });
  expect(await job(2)).toEqual({ stopped: [`${id}#1`] });
  expect((await get(id)).failure).toContain(`key:${key.id}, by whose right`);
  await resumeSchedule({ ctx, input: { ...any(id), resumption: {} } });
  expect(await job(2)).toEqual({ applied: [`${id}#1`] });
  expect(await get(id)).toMatchObject({ status: 'done', on_behalf_of: 'admin-secret' });
});

it.each([
  ['a member who is an editor', 'member:e@example.com', 'applied'],
  ['a member who is a viewer now', 'member:v@example.com', 'stopped'],
  ['a member who has left', 'member:gone', 'stopped'],
  ['a key that was rotated', 'key:old', 'applied'],
  ['a key that has run out', 'key:out', 'stopped'],
  ['a viewer’s key', 'key:viewer', 'stopped'],
  ['nobody that is known', 'somebody', 'stopped'],
])('judges by what its maker may do now: %s', async (_, actor, end) => {
  await plane.database.transaction((tx) =>
    tx.execute(sql`
      with people as (insert into members (id, name, email, role) values
        ('editor', 'E', 'e@example.com', 'editor'), ('viewer', 'V', 'v@example.com', 'viewer')
        on conflict do nothing)
      insert into api_keys (id, kind, name, role, prefix, hash, expires_at, replaced_by) values
        ('old', 'admin', 'o', 'editor', 'b', 'h1', '2029-01-01Z', 'new'),
        ('new', 'admin', 'n', 'editor', 'b', 'h2', null, null),
        ('out', 'admin', 'x', 'editor', 'b', 'h3', '2029-01-01Z', null),
        ('viewer', 'admin', 'v', 'viewer', 'b', 'h4', null, null) on conflict do nothing`),
  );
  const { id } = await create({ steps: [percent(1, 1)] }, as(actor));
  expect(await job(1)).toEqual({ [end]: [`${id}#0`] });
});

it('is gone with its environment or its flag, and the job goes on', async () => {
  const { id } = await create({ steps: [percent(1, 1)] });
  await plane.database.transaction((tx) =>
    tx.execute(sql`delete from feature_flags where key = ${flag}`),
  );
  expect(await job(1)).toEqual({});
  await expect(get(id)).rejects.toMatchObject({ code: 'not_found' });
});

it('passes over what somebody has in hand, with all that is due of the same flag after it', async () => {
  const first = await create({ steps: [percent(1, 1)] });
  const second = await create({ steps: [percent(2, 2)] });
  await plane.database.transaction(async (tx) => {
    await tx.execute(sql`select from scheduled_changes where id = ${first.id} for update`);
    expect(await job(3)).toEqual({ passed_over: [`${first.id}#0`] });
  });
  expect(await job(3)).toEqual({ applied: [`${first.id}#0`, `${second.id}#0`] });
});
