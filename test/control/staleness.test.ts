import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { updateFlag } from '../../src/control/flags/update-flag.ts';
import { getStaleThresholds } from '../../src/control/staleness/get-stale-thresholds.ts';
import { listStaleFlags } from '../../src/control/staleness/list-stale-flags.ts';
import { putStaleThresholds } from '../../src/control/staleness/put-stale-thresholds.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;
let client: pg.Client;

const days = (count: number) => `now() - interval '${count} days'`;

beforeAll(async () => {
  plane = await startControlPlane();
  client = new pg.Client({ connectionString: plane.databaseUrl });
  await client.connect();
  for (const key of ['young', 'aged', 'whole', 'split', 'steered', 'kept', 'own', 'silent']) {
    await createFlag({ ctx: plane.ctx, input: { key, permanent: key === 'kept' } });
  }
  await client.query(`
    update feature_flags set created_at = ${days(60)} where key <> 'young' and not critical;
    update feature_flags set created_at = ${days(100)} where key in ('aged', 'kept');
    update feature_flag_environments set updated_at = ${days(40)};
    update feature_flag_environments set is_enabled = true
      where flag_key in ('whole', 'split', 'steered', 'kept') and environment_key = 'production';
    update feature_flag_environments set rollout_percentage = 50 where flag_key = 'split';
    insert into feature_flag_overrides (id, environment_key, flag_key, scope, subject, variant, expires_at)
      values ('1', 'production', 'steered', 'user', 'ada', 'off', null),
             ('2', 'production', 'whole', 'user', 'ada', 'off', ${days(1)});`);
  const change = { stale_thresholds: { lifetime_days: 50 } };
  await updateFlag({ ctx: plane.ctx, input: { key: 'own', expectedRevision: '*', change } });
});
afterAll(async () => {
  await client.end();
  await plane.dispose();
});

const signs = async () => {
  const flags = await listStaleFlags({ ctx: plane.ctx, input: undefined });
  return Object.fromEntries(flags.map((flag) => [flag.flag, flag.signs.map(({ kind }) => kind)]));
};

it('names what is past its life, and what serves everybody the same; never what is permanent', async () => {
  expect(await signs()).toEqual({ aged: ['expired'], own: ['expired'], whole: ['rolled_out'] });
});

it('names what nobody asks for, once evaluations were counted for so long', async () => {
  const usage = (flag: string, age: number) =>
    client.query(`insert into feature_flag_usage
      (hour, environment_key, flag_key, variant, reason, evaluations)
      values (date_trunc('hour', ${days(age)}), 'production', '${flag}', 'on', 'STATIC', 1)`);
  await usage('split', 10);
  await usage('steered', 5);
  expect(await signs()).not.toHaveProperty('silent');
  await usage('whole', 45);
  const found = await signs();
  expect(found).toMatchObject({ silent: ['unused'], whole: ['unused', 'rolled_out'] });
  expect(found).not.toHaveProperty('split');
  expect(found).not.toHaveProperty('young');
  expect(found).not.toHaveProperty('kept');
  await client.query('delete from feature_flag_usage');
});

it('goes by the thresholds of the project, which a person can change and nobody loses', async () => {
  const read = () => getStaleThresholds({ ctx: plane.ctx, input: undefined });
  const put = (expectedRevision: number | undefined, lifetime_days: number) => {
    const thresholds = { unused_days: 7, rolled_out_days: 90, lifetime_days };
    return putStaleThresholds({ ctx: plane.ctx, input: { expectedRevision, thresholds } });
  };
  expect(await read()).toEqual({
    unused_days: 30,
    rolled_out_days: 30,
    lifetime_days: 90,
    revision: 0,
  });
  await expect(put(undefined, 200)).rejects.toMatchObject({ code: 'precondition_required' });
  const results = await Promise.allSettled([put(0, 200), put(0, 200), put(0, 200)]);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await signs()).toEqual({ own: ['expired'] });
  expect(await read()).toMatchObject({ lifetime_days: 200, revision: 1 });
  await expect(put(1, 0)).rejects.toMatchObject({ code: 'invalid_input' });
});
