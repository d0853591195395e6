import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { retryPolicy } from '../../src/resource-policy.ts';
import { openAdminApp } from '../support/admin-app.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;
let client: pg.Client;

beforeAll(async () => {
  plane = await startControlPlane();
  client = new pg.Client({ connectionString: plane.databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await plane.dispose();
});

/** Sequences are not rolled back, so they count what was tried. */
const refuseFirst = (times: number, sqlstate: string) =>
  client.query(`
    drop sequence if exists tries cascade; create sequence tries;
    create or replace function refuse_first() returns trigger language plpgsql as $$ begin
      if nextval('tries') <= ${times} then raise exception 'in the way' using errcode = '${sqlstate}'; end if;
      return new;
    end $$;
    create or replace trigger refuse_first before insert on audit_logs
      for each row execute function refuse_first();`);

const audited = async (target: string) =>
  (await client.query('select count(*)::int as n from audit_logs where target = $1', [target]))
    .rows;

it.each([
  ['could not be serialised', '40001'],
  ['was in a deadlock', '40P01'],
  ['did not get a lock', '55P03'],
])('a change that %s is done again, once', async (_, sqlstate) => {
  await refuseFirst(1, sqlstate);
  const key = `contested.${sqlstate.toLowerCase()}`;
  await createFlag({ ctx: plane.ctx, input: { key } });
  expect(await audited(key)).toEqual([{ n: 1 }]);
  const { flags } = await plane.published('production');
  expect(flags.filter((flag) => flag.key === key)).toHaveLength(1);
});

it('a log-in that did not get a lock is done again, with what was sent', async () => {
  const app = openAdminApp(plane);
  const [email, password] = ['ana@example.com', 'correct horse battery staple'];
  await app.bySecret('POST /members/first-admin', { email, name: 'Ana', password });
  await refuseFirst(1, '55P03');
  expect((await app.openBrowser().logIn(email, password)).status).toBe(200);
});

it('is given up where others are in the way each time, and nothing of it happened', async () => {
  await refuseFirst(retryPolicy.conflict.times + 1, '40001');
  const creation = createFlag({ ctx: plane.ctx, input: { key: 'given.up' } });
  await expect(creation).rejects.toMatchObject({ cause: { code: '40001' } });
  expect(await audited('given.up')).toEqual([{ n: 0 }]);
});

it('is not tried again where it was refused for what it is', async () => {
  await refuseFirst(1, '23514');
  await expect(createFlag({ ctx: plane.ctx, input: { key: 'refused' } })).rejects.toThrow();
  expect(await audited('refused')).toEqual([{ n: 0 }]);
});
