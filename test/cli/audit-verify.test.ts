import { afterAll, beforeAll, expect, it } from 'vitest';
import { contextOf } from '../../src/cli/context.ts';
import { warm } from '../../src/control/warm.ts';
import { connectDirectly } from '../../src/db/connect-directly.ts';
import { openDatabase, type TestDatabase } from '../support/burgee-command.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase('migrated');
  const direct = connectDirectly(database.databaseUrl);
  const call = { database: direct, address: '', given: {}, now: () => new Date(), progress() {} };
  await warm({ ctx: contextOf(call), input: undefined });
  await direct.end();
});
afterAll(() => database.close());

let head: string;

it('finds an untouched log intact, and tells its head to compare with next time', async () => {
  const { exitCode, stdout } = await database.run('audit', 'verify');
  expect({ exitCode, stdout }).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^✓ \d+ entries follow each from the one before\.$/m),
  });
  expect(stdout).toContain('! The role of this connection may alter entries.');
  head = /--head (\d+:[0-9a-f]{64})/.exec(stdout)?.[1] ?? '';
  expect(await database.ask('audit', 'verify', '--head', head)).toMatchObject({
    exitCode: 0,
    command: 'audit verify',
    status: 'intact',
  });
});

it('names the first entry that is not as it was, and ends with 1', async () => {
  await database.query('delete from audit_logs where seq = (select max(seq) from audit_logs)');
  expect(await database.ask('audit', 'verify')).toMatchObject({ exitCode: 0 });
  expect(await database.ask('audit', 'verify', '--head', head)).toMatchObject({
    exitCode: 1,
    first_fault: { kind: 'removed', seq: Number(head.split(':')[0]) },
  });
  await database.query("update audit_logs set target = 'x' where seq = 2");
  const { exitCode, stdout } = await database.run('audit', 'verify');
  expect(exitCode).toBe(1);
  expect(stdout).toContain(
    '✗ The audit log was tampered with: Entry 2 is not what its hash was made of.',
  );
});

it('says what is wrong with a head, or with half a command', async () => {
  expect(await database.ask('audit', 'verify', '--head', 'x')).toMatchObject({
    exitCode: 64,
    error: { code: 'usage' },
  });
  expect(await database.ask('audit')).toMatchObject({
    exitCode: 64,
    error: { way_out: 'Did you mean "burgee audit verify"?' },
  });
});
