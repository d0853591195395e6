import { asc } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditHash } from '../../src/control/audit.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { createKey } from '../../src/control/keys/create-key.ts';
import { auditLogs } from '../../src/db/audit-logs.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;

beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.dispose());

const entries = () => plane.database.reads.select().from(auditLogs).orderBy(asc(auditLogs.seq));

it('tells who did what from where, with the state before and after', async () => {
  const flag = await createFlag({ ctx: plane.ctx, input: { key: 'audited' } });
  expect((await entries()).at(-1)).toMatchObject({
    actor: 'test-admin',
    address: '192.0.2.1',
    requestId: plane.ctx.requestId,
    action: 'flag.create',
    target: 'audited',
    before: null,
    after: flag,
  });
});

it('writes nothing when the change is refused', async () => {
  const before = await entries();
  await expect(createFlag({ ctx: plane.ctx, input: { key: 'audited' } })).rejects.toThrow();
  expect(await entries()).toEqual(before);
});

it('never holds a key', async () => {
  const { key } = await createKey({ ctx: plane.ctx, input: { kind: 'admin', name: 'Ci' } });
  expect(JSON.stringify(await entries())).not.toContain(key);
});

it('chains every entry to the one before, also when many are written at once', async () => {
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      createFlag({ ctx: plane.ctx, input: { key: `chained.${index}` } }),
    ),
  );
  const chain = await entries();
  let previousHash = '0'.repeat(64);
  for (const [index, { hash, ...entry }] of chain.entries()) {
    expect(entry.seq).toBe(index + 1);
    expect(entry.previousHash).toBe(previousHash);
    expect(await auditHash(entry)).toBe(hash);
    previousHash = hash;
  }
});

it('hashes as other programs can: SHA-256 over the last hash, a line feed and canonical JSON', async () => {
  const row = {
    seq: 7,
    occurredAt: new Date('2026-01-02T03:04:05.678Z'),
    actor: 'key:abc',
    address: null,
    requestId: 'r-1',
    action: 'flag.update',
    target: 'checkout.express',
    environmentKey: 'production',
    before: { b: 1, a: [true, null] },
    after: { name: 'Ünïcode' },
    previousHash: 'ab'.repeat(32),
  };
  expect(await auditHash(row)).toBe(
    '55c1e2bbbb7d20605c8a1217507fbeace2778bcf65c682971083601597d39954',
  );
});

it('shows an entry that was altered', async () => {
  const [entry] = await entries();
  if (!entry) throw new Error('the log is empty');
  const { hash, ...altered } = { ...entry, actor: 'somebody else' };
  expect(await auditHash(altered)).not.toBe(hash);
});
