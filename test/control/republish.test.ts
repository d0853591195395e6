import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { listEnvironments } from '../../src/control/environments/list-environments.ts';
import { listVersions } from '../../src/control/environments/list-versions.ts';
import { explainFlag } from '../../src/control/flag-states/explain-flag.ts';
import { updateFlagState } from '../../src/control/flag-states/update-flag-state.ts';
import { updateFlag } from '../../src/control/flags/update-flag.ts';
import { createKey } from '../../src/control/keys/create-key.ts';
import { revokeKey } from '../../src/control/keys/revoke-key.ts';
import { checkReadiness } from '../../src/control/readiness.ts';
import { republish as republishVerb } from '../../src/control/republish.ts';
import { repairSchema } from '../../src/control/schema/repair-schema.ts';
import { deleteSegment } from '../../src/control/segments/delete-segment.ts';
import { putSegment } from '../../src/control/segments/put-segment.ts';
import { warm } from '../../src/control/warm.ts';
import type { Database } from '../../src/db/connect.ts';
import { findServed } from '../../src/snapshot/publish/history.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ readsPublished: true });
});
afterAll(() => plane.dispose());
afterEach(() => republish('latest'));

const environment = 'production';
const flag = 'admin.analytics';
const republish = (version: number | 'latest') =>
  republishVerb({ ctx: plane.ctx, input: { environment, version } });
const versions = () => listVersions({ ctx: plane.ctx, input: { environment } });
const served = () => plane.published(environment);
const rolloutServed = async () =>
  (await served()).flags.find(({ key }) => key === flag)?.rollout.millipercent;
const run = (statement: string) =>
  plane.database.transaction((tx) => tx.execute(sql.raw(statement)));

/** Each transaction is committed, and nobody hears of it. */
const loseAnswers = (database: Database): Database => ({
  ...database,
  reads: database.reads,
  current: database.current,
  transaction: async (work, config) => {
    await database.transaction(work, config);
    throw new Error('Connection terminated unexpectedly');
  },
});

/** Returns the version under which it is published. */
async function rollOut(rollout_percentage: number): Promise<number> {
  const place = { flag, environment, expectedRevision: '*' } as const;
  await updateFlagState({ ctx: plane.ctx, input: { ...place, change: { rollout_percentage } } });
  return (await served()).version;
}

describe('returning to a version', () => {
  it('serves what it served under a new version, until the latest is asked for', async () => {
    const good = await rollOut(10);
    const before = await served();
    const bad = await rollOut(99);
    expect(await republish(good)).toEqual({ environment, version: bad + 1, pinned_to: good });
    const { version, pinnedTo, ...again } = await served();
    expect({ ...again, version: good }).toEqual(before);
    expect([version, pinnedTo]).toEqual([bad + 1, good]);
    expect(await republish('latest')).toEqual({ environment, version: bad + 2, pinned_to: null });
    expect([await rolloutServed(), (await served()).pinnedTo]).toEqual([99_000, undefined]);
  });

  it('lets people go on changing rows, which are served afterwards, and says so each time', async () => {
    const good = await rollOut(20);
    await republish(good);
    const during = await rollOut(30);
    expect(await rolloutServed()).toBe(20_000);
    const [outcome] = await plane.ctx.publish([environment]);
    expect(outcome).toMatchObject({ version: during, pinned_to: good });
    expect(await listEnvironments({ ctx: plane.ctx, input: undefined })).toMatchObject([
      { key: 'development', pinned_to: null },
      { key: environment, pinned_to: good },
    ]);
    const readiness = await checkReadiness({
      database: plane.database,
      now: plane.ctx.now,
      codeVersion: 'test',
      explainWithheld: async () => undefined,
      listHeld: () => [],
      store: plane.store,
      listBundled: () => [],
    });
    expect(readiness).toMatchObject({ status: 'ready', pinned: [{ environment, version: good }] });
    await republish('latest');
    expect(await rolloutServed()).toBe(30_000);
  });

  it('explains what is served, not what the rows say', async () => {
    const good = await rollOut(0);
    await rollOut(100);
    await republish(good);
    const question = { context: { user_id: '42' } };
    const { evaluation } = await explainFlag({
      ctx: plane.ctx,
      input: { flag, environment, question },
    });
    expect(evaluation.value).toBe(false);
  });

  it('serves the same when it is asked twice, and another when it is asked for that', async () => {
    const [first, second] = [await rollOut(41), await rollOut(42)];
    await rollOut(43);
    await republish(first);
    expect((await republish(first)).pinned_to).toBe(first);
    expect(await rolloutServed()).toBe(41_000);
    await republish(second);
    expect(await rolloutServed()).toBe(42_000);
  });

  it('keeps the keys of now: a revoked one stays dead, a new one works', async () => {
    const create = (name: string) =>
      createKey({ ctx: plane.ctx, input: { kind: 'server', name, environment } });
    const leaked = await create('leaked');
    const good = await rollOut(50);
    await revokeKey({ ctx: plane.ctx, input: { id: leaked.id } });
    const fresh = await create('fresh');
    await republish(good);
    expect((await served()).keys.map(({ id }) => id)).toEqual([fresh.id]);
    await revokeKey({ ctx: plane.ctx, input: { id: fresh.id } });
    expect((await served()).keys).toEqual([]);
  });

  it('is refused for a version that is not kept, naming those that are', async () => {
    await expect(republish(1_000_000)).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringMatching(
        /no version 1000000: it was never published.* The one before it is \d+\.$/,
      ),
    });
    const input = { environment: 'nowhere', version: 1 };
    await expect(republishVerb({ ctx: plane.ctx, input })).rejects.toMatchObject({
      code: 'not_found',
      message: 'There is no environment "nowhere".',
    });
    for (const version of [0, 1.5, 'newest', undefined]) {
      const asked = { environment, version } as never;
      await expect(republishVerb({ ctx: plane.ctx, input: asked })).rejects.toMatchObject({
        code: 'invalid_input',
      });
    }
  });

  it('is told of success where the answer to the commit was lost, as is warming', async () => {
    const good = await rollOut(44);
    await rollOut(45);
    const ctx = { ...plane.ctx, database: loseAnswers(plane.database) };
    const input = { environment, version: good };
    expect(await republishVerb({ ctx, input })).toMatchObject({ pinned_to: good });
    expect(await rolloutServed()).toBe(44_000);
    await run(`delete from feature_flags where key = 'system.lazy_loading'`);
    const outcomes = await warm({ ctx, input: { force: true } });
    expect(outcomes.map(({ version }) => typeof version)).toEqual(['number', 'number']);
    expect(await warm({ ctx, input: { force: true } })).toMatchObject([{}, { pinned_to: good }]);
  });

  it('is published and told as unknown where the audit log cannot be asked either', async () => {
    const good = await rollOut(46);
    await rollOut(47);
    const broken = { ...loseAnswers(plane.database), current: undefined as never };
    const ctx = { ...plane.ctx, database: broken };
    await expect(republishVerb({ ctx, input: { environment, version: good } })).rejects.toThrow(
      'Connection terminated',
    );
    expect(await rolloutServed()).toBe(46_000);
  });

  it('takes nothing that was deleted since for lost, neither when warming nor in a repair', async () => {
    const when = { attribute: 'role', operator: 'equals', value: 'staff' } as const;
    const key = 'republish.staff';
    await putSegment({ ctx: plane.ctx, input: { key, expectedRevision: '*', segment: { when } } });
    const { version } = await served();
    await deleteSegment({ ctx: plane.ctx, input: { key, expectedRevision: '*' } });
    await republish(version);
    expect((await served()).segments).toHaveLength(1);
    await warm({ ctx: plane.ctx, input: undefined });
    await run('drop table segments');
    const repaired = await repairSchema({ ctx: plane.ctx, input: {} });
    expect(repaired.status).toBe('ok');
    expect((await served()).segments).toHaveLength(1);
    await run('delete from segments');
  });

  it('is not undone by a repair where the column that knew of it was lost', async () => {
    const good = await rollOut(50);
    await rollOut(51);
    await republish(good);
    await run('alter table environments drop column pinned_version');
    const { held_back } = await repairSchema({ ctx: plane.ctx, input: {} });
    expect(held_back).toContainEqual(expect.objectContaining({ environment }));
    expect(await rolloutServed()).toBe(50_000);
    await republish('latest');
  });

  it('stays as it is where its version was lost, with the way out', async () => {
    const good = await rollOut(60);
    await rollOut(61);
    await republish(good);
    await run('truncate snapshot_history');
    const [outcome] = await plane.ctx.publish([environment]);
    expect(outcome?.withheld).toContain(`--environment ${environment} --latest`);
    expect(await rolloutServed()).toBe(60_000);
    await republish('latest');
    expect(await rolloutServed()).toBe(61_000);
  });

  it('returns from a version with many flags, however few there are now', async () => {
    const good = await rollOut(70);
    await run(
      `update feature_flags set status = 'archived' where key not in ('${flag}', 'admin.feature_flags', 'admin.user_management', 'system.lazy_loading')`,
    );
    await rollOut(71);
    await run(
      `update feature_flags set status = 'archived' where key not in ('${flag}', 'admin.feature_flags')`,
    );
    const few = await rollOut(72);
    await republish(good);
    expect((await served()).flags).toHaveLength(7);
    await republish(few);
    expect((await served()).flags).toHaveLength(2);
    await run(`update feature_flags set status = 'active'`);
  });
});

describe('the history', () => {
  it('has each content once, with the change that led to it', async () => {
    const first = await rollOut(5);
    await updateFlag({
      ctx: plane.ctx,
      input: { key: flag, expectedRevision: '*', change: { owner: 'somebody' } },
    });
    await plane.ctx.publish([environment]);
    const last = (await served()).version;
    expect(last).toBeGreaterThan(first);
    const second = await rollOut(6);
    const { version, pinned_to, versions: kept } = await versions();
    expect([version, pinned_to]).toEqual([second, null]);
    expect(kept.slice(0, 2)).toMatchObject([
      { version: second, last_version: second, flags: 7, segments: 0 },
      {
        version: first,
        last_version: last,
        change: { actor: 'test-admin', action: 'flag_state.update' },
      },
    ]);
    await republish(last);
    expect(await rolloutServed()).toBe(5_000);
  });

  it('offers no version that was not published, or not recorded, between two that serve the same', async () => {
    const first = await rollOut(7);
    await run('alter table snapshot_history rename to elsewhere');
    const unrecorded = await rollOut(8);
    await run('alter table elsewhere rename to snapshot_history');
    const again = await rollOut(7);
    const { versions: kept } = await versions();
    expect(kept.slice(0, 2)).toMatchObject([
      { version: again, last_version: again },
      { version: first, last_version: first },
    ]);
    await expect(republish(unrecorded)).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining(`The one before it is ${first}.`),
    });
    await republish(again);
    expect(await rolloutServed()).toBe(7_000);
  });

  it('holds the last 50 contents and what is pinned, of each environment, and no keys', async () => {
    const pinned = await rollOut(1);
    await rollOut(2);
    await republish(pinned);
    await run(`insert into snapshot_history (environment_key, version, last_version, content, checksum, flags, segments, published_at)
      select 'production', version, version, '', version::text, 1, 0, now() from generate_series(1000, 1059) version`);
    await run('update environments set version = 2000');
    await plane.ctx.publish([environment]);
    const { versions: kept } = await versions();
    expect(kept.map((each) => each.version)).toEqual([
      2000,
      ...Array.from({ length: 49 }, (_, index) => 1059 - index),
      pinned,
    ]);
    await run('delete from snapshot_history where version between 1000 and 1059');
    const content = await findServed(plane.database.current, environment, pinned);
    expect(Object.keys(content ?? {})).toEqual(['format', 'flags', 'segments']);
  });

  it('never fails a publication', async () => {
    await run('alter table snapshot_history rename to elsewhere');
    const version = await rollOut(80);
    expect(await rolloutServed()).toBe(80_000);
    expect(await plane.ctx.publish([environment])).toMatchObject([{ version }]);
    await run('alter table elsewhere rename to snapshot_history');
    await plane.ctx.publish([environment]);
    expect((await versions()).versions[0]).toMatchObject({ version });
  });
});
