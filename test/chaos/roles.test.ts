import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { readTruth } from '../../src/schema/truth.ts';
import { type Copy, copyOfTemplate, repair } from './copy-of-template.ts';
import { connectToPostgres } from './direct-database.ts';
import { type ChaosServer, prepareServer } from './server.ts';
import { withClient } from './with-client.ts';

let server: ChaosServer;
let copy: Copy;
let guest: string;
beforeAll(async () => {
  server = await prepareServer(inject('adminDatabaseUrl'));
  guest = `${server.role}_guest`;
  await withClient(server.adminUrl, (admin) =>
    admin.query(`create role ${guest} login password 'guest'`),
  );
});
beforeEach(async () => {
  copy = await copyOfTemplate(server);
});
afterEach(() => copy.dispose());
afterAll(async () => {
  await withClient(server.adminUrl, (admin) => admin.query(`drop role ${guest}`));
  await server.stop();
});

async function repairAs(role: 'owner' | 'guest') {
  const url = new URL(copy.url);
  if (role === 'guest') Object.assign(url, { username: guest, password: 'guest' });
  const database = connectToPostgres(url.href);
  try {
    return await repair(database);
  } finally {
    await database.end();
  }
}

const grantAll = `grant usage on schema public, drizzle to GUEST;
  grant select, insert, update, delete on all tables in schema public, drizzle to GUEST;
  grant usage on all sequences in schema drizzle to GUEST`;

it('refuses a database that takes no writes, before anything else', async () => {
  await copy.run('drop index feature_flags_status_idx');
  await copy.run(`alter database ${copy.name} set default_transaction_read_only = on`);
  const before = await copy.state();
  await expect(repairAs('owner')).rejects.toMatchObject({
    code: 'repair_refused',
    message: expect.stringContaining('takes no writes'),
  });
  expect(await copy.state()).toEqual(before);
});

it('refuses a role that may create nothing, and says who can help', async () => {
  await copy.run(grantAll.replaceAll('GUEST', guest));
  await expect(repairAs('guest')).rejects.toMatchObject({
    code: 'repair_refused',
    message: expect.stringContaining(`GRANT CREATE ON SCHEMA public TO "${guest}"`),
  });
});

it('does what a role may that owns nothing, and names the rest', async () => {
  await copy.run(`grant create on schema public to ${guest}`);
  await copy.run('drop table segments');
  await copy.run('drop index feature_flags_status_idx');
  await copy.run(grantAll.replaceAll('GUEST', guest));
  const result = await repairAs('guest');
  expect(result.status).toBe('partial');
  expect(result.steps[0]?.object).toBe('table segments');
  const index = result.unresolved.find(({ object }) => object.startsWith('index'));
  expect(index).toMatchObject({
    object: 'index feature_flags.feature_flags_status_idx',
    sqlstate: '42501',
  });
});

it('names what only an owner may withhold', async () => {
  await copy.run(`grant create on schema public to ${guest}`);
  await copy.run(grantAll.replaceAll('GUEST', guest));
  await copy.run('grant update on audit_logs to public');
  expect((await repairAs('guest')).unresolved).toContainEqual(
    expect.objectContaining({
      object: 'append only audit_logs',
      sqlstate: '42501',
      reason: 'must be owner of table audit_logs',
    }),
  );
});

it('goes by the words of the manifest where the role may create no schema', async () => {
  await copy.run(`alter database ${copy.name} owner to postgres`);
  await copy.run(`grant create on schema public, drizzle to ${server.role}`);
  await copy.run('drop table segments');
  expect(await repairAs('owner')).toMatchObject({ status: 'ok', unresolved: [] });
  expect(await repairAs('owner')).toMatchObject({ status: 'noop', unresolved: [] });
});

it('names a schema that its role may not use, and how it may', async () => {
  await copy.run('revoke usage on schema public from public');
  await copy.run(`grant create on schema public to ${guest}`);
  await copy.run(`grant usage on schema drizzle to ${guest}`);
  const url = new URL(copy.url);
  Object.assign(url, { username: guest, password: 'guest' });
  const database = connectToPostgres(url.href);
  const { verdict } = await readTruth(database.reads, Date.now());
  await database.end();
  expect(verdict).toBe('damaged');
  const { unresolved } = await repairAs('guest');
  expect(unresolved).toContainEqual(
    expect.objectContaining({
      object: 'forbidden schema public',
      statement: 'GRANT USAGE ON SCHEMA "public" TO CURRENT_USER',
    }),
  );
});
