import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type Copy, copyOfTemplate, repair } from './copy-of-template.ts';
import { connectToPostgres } from './direct-database.ts';
import { type ChaosServer, prepareServer } from './server.ts';

let server: ChaosServer;
let copy: Copy;
beforeAll(async () => {
  server = await prepareServer(inject('adminDatabaseUrl'));
  copy = await copyOfTemplate(server);
});
afterAll(async () => {
  await copy.dispose();
  await server.stop();
});

const callers = 8;
const rounds = 30;

const countRepairs = async () => {
  const { rows } = await copy.run(`select
    (select count(*)::int from audit_logs where action = 'schema.repair') as audited,
    (select count(*)::int from repair_runs where actor = 'chaos') as stored`);
  return rows[0];
};

it(`is applied once when ${callers} call at the same time, ${rounds} times over`, {
  timeout: 600_000,
}, async () => {
  const databases = Array.from({ length: callers }, () => connectToPostgres(copy.url));
  const outcomeOf = (call: Promise<{ status: string }>) =>
    call.then(
      ({ status }) => status,
      ({ code }) => code,
    );
  for (let round = 1; round <= rounds; round++) {
    await copy.run('drop index if exists feature_flags_status_idx');
    await copy.run('delete from drizzle.__drizzle_migrations where id = 3');
    const outcomes = await Promise.all(databases.map((each) => outcomeOf(repair(each))));
    const others = outcomes.filter((outcome) => outcome !== 'ok');
    expect(others, `round ${round}`).toHaveLength(callers - 1);
    for (const outcome of others) expect(['repair_running', 'noop']).toContain(outcome);
    expect(await countRepairs()).toEqual({ audited: round, stored: round });
  }
  await Promise.all(databases.map((each) => each.end()));
});
