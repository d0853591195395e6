import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { republish } from '../../src/control/republish.ts';
import { runScheduled } from '../../src/control/scheduled/run-scheduled.ts';
import { repairSchema } from '../../src/control/schema/repair-schema.ts';
import { pack } from '../../src/snapshot/format.ts';
import { publish } from '../../src/snapshot/publish/publish.ts';
import type { SnapshotStore } from '../../src/snapshot/store.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ readsPublished: true });
});
afterAll(() => plane.dispose());

const run = (statement: string) =>
  plane.database.transaction((tx) => tx.execute(sql.raw(statement)));
/** Long enough ago that they should have been published. */
const settle = () => run("update environments set updated_at = now() - interval '10 minutes'");

/** As a Worker runs it that sees this store. */
function scheduled(store: SnapshotStore = plane.store) {
  const { database } = plane;
  const publisher = {
    database,
    store,
    accept: () => {},
    logError: () => {},
    pause: async () => {},
  };
  const publishNow = (key: string) => publish(publisher, key);
  return runScheduled({ database, store, publish: publishNow, now: () => new Date() });
}

async function versionsPublished() {
  const label = async (key: string) => (await plane.store.findLabel(key))?.version;
  return { production: await label('production'), development: await label('development') };
}

async function versionsOfRows() {
  const { rows } = (await run('select key, version::int from environments')) as never as {
    rows: { key: string; version: number }[];
  };
  return Object.fromEntries(rows.map(({ key, version }) => [key, version]));
}

const corrupt = async (environment: string) => {
  const packed = await plane.store.find(environment);
  if (packed) await plane.store.put(environment, { ...packed, text: packed.text.slice(1) });
};

beforeEach(settle);

it('does nothing where all is well, in one statement and a read of each snapshot', async () => {
  let reads = 0;
  const counting: SnapshotStore = {
    ...plane.store,
    find: (key) => {
      reads += 1;
      return plane.store.find(key);
    },
    put: () => Promise.reject(new Error('nothing was to be written')),
  };
  expect(await scheduled(counting)).toEqual({ snapshots: { checked: 2 } });
  expect(reads).toBe(2);
});

it('publishes what is behind, corrupt or new', async () => {
  await run(`update environments set version = version + 1 where key = 'production'`);
  await corrupt('development');
  await run(`insert into environments (key, name) values ('staging', 'Staging')`);
  await settle();
  const rows = await versionsOfRows();
  expect(await scheduled()).toEqual({
    snapshots: {
      checked: 3,
      found: ['development corrupt', 'production behind', 'staging missing'],
      published: [`development@${rows.development}`, 'staging@1', `production@${rows.production}`],
    },
  });
  expect(await versionsPublished()).toEqual({
    production: rows.production,
    development: rows.development,
  });
  expect(await scheduled()).toEqual({ snapshots: { checked: 3 } });
  await run(`delete from environments where key = 'staging'`);
});

it('leaves a change that is on its way to whoever made it', async () => {
  const before = await versionsPublished();
  await run(`update environments set version = version + 1, updated_at = now()`);
  expect(await scheduled()).toEqual({ snapshots: { checked: 2 } });
  expect(await versionsPublished()).toEqual(before);
  await settle();
  await scheduled();
});

it('is the same by eight at once', async () => {
  await run('update environments set version = version + 1');
  await corrupt('production');
  const rows = await versionsOfRows();
  const ends = await Promise.all(Array.from({ length: 8 }, () => scheduled()));
  for (const { snapshots } of ends) expect(snapshots).not.toHaveProperty('error');
  for (const { snapshots } of ends) expect(snapshots).not.toHaveProperty('errors');
  expect(await versionsPublished()).toEqual(rows);
  expect(await versionsOfRows()).toEqual(rows);
});

it('mends the others where one cannot be read or written, and says why', async () => {
  await run('update environments set version = version + 1');
  const rows = await versionsOfRows();
  const refuse = () => Promise.reject(new Error('KV PUT failed: 500'));
  const unwritable: SnapshotStore = {
    ...plane.store,
    put: (key, packed) => (key === 'production' ? refuse() : plane.store.put(key, packed)),
  };
  const unreadable: SnapshotStore = {
    ...plane.store,
    find: (key) => (key === 'production' ? refuse() : plane.store.find(key)),
  };
  expect(await scheduled(unwritable)).toMatchObject({
    snapshots: { published: [`development@${rows.development}`], errors: [expect.any(Error)] },
  });
  expect(await scheduled(unreadable)).toEqual({
    snapshots: { checked: 2, errors: [new Error('KV PUT failed: 500')] },
  });
  await scheduled();
  expect(await versionsPublished()).toEqual(rows);
});

it('says that the database is away, and does no harm', async () => {
  const away = () => Promise.reject(new Error('Error connecting to database'));
  const database = { ...plane.database, transaction: away, current: undefined as never };
  const now = () => new Date();
  const end = await runScheduled({ database, store: plane.store, publish: away, now });
  const error = expect.any(Error);
  expect(end).toEqual({ changes: { errors: [error] }, snapshots: { error }, withdrawn: { error } });
});

it('leaves what is newer than the database to a person', async () => {
  const packed = await plane.published('production');
  const version = packed.version + 7;
  await plane.store.put('production', await pack({ ...packed, version }));
  expect(await scheduled()).toEqual({ snapshots: { checked: 2 } });
  expect((await versionsPublished()).production).toBe(version);
  await plane.ctx.publish(['production']);
});

it('publishes nothing that a repair holds back, until it is changed', async () => {
  await run(`delete from feature_flags where key = 'system.lazy_loading'`);
  await run(
    `update feature_flag_environments set is_killed = true where flag_key = 'admin.analytics'`,
  );
  const { held_back } = await repairSchema({ ctx: plane.ctx, input: {} });
  expect(held_back.map(({ environment }) => environment)).toContain('production');
  await corrupt('production');
  const before = await versionsPublished();
  await run(`update environments set updated_at = updated_at - interval '10 minutes'`);
  await run(`update repair_runs set created_at = created_at - interval '10 minutes'`);
  const { snapshots } = await scheduled();
  expect(snapshots).toMatchObject({ held_back: expect.arrayContaining(['production']) });
  expect(await versionsPublished()).toEqual(before);
  await run(
    `update environments set version = version + 1, updated_at = now() - interval '5 minutes'`,
  );
  await scheduled();
  expect(await versionsOfRows()).toMatchObject(await versionsPublished());
});

it('publishes what an environment is pinned to, not its rows', async () => {
  const { version, flags } = await plane.published('production');
  await republish({ ctx: plane.ctx, input: { environment: 'production', version } });
  await run(`update feature_flag_environments set is_killed = not is_killed`);
  await corrupt('production');
  await settle();
  await scheduled();
  expect(await plane.published('production')).toMatchObject({ pinnedTo: version, flags });
});

it('puts back what was lost of production beside an environment that is withheld, and holds back what is new', async () => {
  const before = await versionsPublished();
  await run(
    'alter table feature_flag_environments drop constraint feature_flag_environments_pkey cascade',
  );
  await run(
    `insert into feature_flag_environments select * from feature_flag_environments where environment_key = 'development' limit 1`,
  );
  await run('update environments set version = version + 1');
  await settle();
  const { errors } = (await scheduled()).snapshots as { errors: Error[] };
  expect(errors.map(({ message }) => message)).toEqual([
    expect.stringMatching(/its rows have flag \S+ twice/),
    expect.stringContaining('development goes first, and was withheld'),
  ]);
  expect(await versionsPublished()).toEqual(before);
  await corrupt('production');
  await scheduled();
  expect(await versionsPublished()).toEqual({
    development: before.development,
    production: (await versionsOfRows()).production,
  });
});
