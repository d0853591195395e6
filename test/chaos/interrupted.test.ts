import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { type Copy, copyOfTemplate, repair } from './copy-of-template.ts';
import { connectToPostgres, cutOff, type Hooks } from './direct-database.ts';
import { killAt } from './faults/faults.ts';
import { type ChaosServer, prepareServer } from './server.ts';
import { withClient } from './with-client.ts';

let server: ChaosServer;
let copy: Copy;
beforeAll(async () => {
  server = await prepareServer(inject('adminDatabaseUrl'));
});
beforeEach(async () => {
  copy = await copyOfTemplate(server);
  await copy.run('drop table segments, audit_logs cascade');
  await copy.run('alter table feature_flags drop column json_schema');
  await copy.run('delete from drizzle.__drizzle_migrations where id in (3, 5)');
});
afterEach(() => copy.dispose());
afterAll(() => server.stop());

async function repairUnder(hooks: Hooks, input: unknown = {}) {
  const database = connectToPostgres(copy.url, hooks);
  try {
    return await repair(database, input);
  } finally {
    await database.end();
  }
}

it('changes nothing, at whichever of its queries the backend is killed', {
  timeout: 600_000,
}, async () => {
  const before = await copy.state();
  const queries = { sent: 0 };
  for (let count = 1; ; count++) {
    const { before: kill } = killAt({ server, name: copy.name }, count);
    const hooks: Hooks = {
      before: async (sent) => {
        queries.sent = sent.count;
        await kill?.(sent);
      },
    };
    const outcome = await repairUnder(hooks).catch((error) => error);
    if (outcome.status !== undefined) {
      expect(outcome.status).toBe('ok');
      break;
    }
    expect(['database_unavailable', 'rolled_back']).toContain(outcome.code);
    expect(await copy.state(), `killed at query ${count}`).toEqual(before);
  }
  expect(queries.sent).toBeGreaterThan(20);
});

it('answers what was stored where the answer to the commit was lost', async () => {
  const input = { operation_id: 'lost' };
  const loseAnswer: Hooks = {
    after: ({ text, client }) => {
      if (text !== 'commit') return;
      cutOff(client);
      throw new Error('Connection terminated unexpectedly');
    },
  };
  await expect(repairUnder(loseAnswer, input)).rejects.toMatchObject({
    code: 'database_unavailable',
    message: expect.stringContaining('"operation_id":"lost"'),
  });
  const repaired = await copy.state();
  const answer = await repairUnder({}, input);
  expect(answer).toMatchObject({ operation_id: 'lost', status: 'ok' });
  expect(answer.recorded).toEqual(['0002_segments', '0004_audit_logs']);
  expect(await copy.state()).toEqual(repaired);
});

it('gives up on a table that another holds, and is fine a moment later', async () => {
  const before = await copy.state();
  await withClient(server.adminUrlOf(copy.name), async (holder) => {
    await holder.query('begin; lock table feature_flags in access exclusive mode');
    const started = performance.now();
    await expect(repairUnder({})).rejects.toThrow();
    const seconds = (performance.now() - started) / 1000;
    expect(seconds).toBeGreaterThan(1.5);
    expect(seconds).toBeLessThan(20);
  });
  expect(await copy.state()).toEqual(before);
  expect(await repairUnder({})).toMatchObject({ status: 'ok' });
});
