import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printTable } from '../support/print-table.ts';
import { type FaultName, faults } from './faults.ts';
import {
  type Ask,
  adminSecret,
  breakDatabase,
  healDatabase,
  hub,
  kv,
  startIsolate,
} from './ground.ts';
import { longestMilliseconds, longestRecoveryMilliseconds, matrix } from './matrix.ts';
import { pathNames } from './paths.ts';
import { type Cell, type Row, strike } from './strike.ts';

const rows = new Map<FaultName, Row>();

afterAll(() => {
  const body = [...rows].map(([fault, row]) => [
    fault,
    ...pathNames.map((each) => text(row[each])),
  ]);
  printTable(['fault (slowest answer, recovery)', ...pathNames], body);
});

const text = ({ outcome, milliseconds, recoveryMilliseconds }: Cell) =>
  `${outcome} (${seconds(milliseconds)}, ${seconds(recoveryMilliseconds)})`;
const seconds = (milliseconds: number) => `${(milliseconds / 1_000).toFixed(1)} s`;

describe.each(Object.keys(faults) as FaultName[])('under "%s"', (fault) => {
  beforeAll(async () => {
    rows.set(fault, await strike(fault));
  });

  it.each(pathNames)('%s answers as the matrix says, in time, and recovers', (path) => {
    const cell = rows.get(fault)?.[path];
    expect(cell?.outcome).toBe(matrix[fault][path]);
    expect(cell?.milliseconds).toBeLessThan(longestMilliseconds(fault, path));
    expect(cell?.recoveryMilliseconds).toBeLessThan(longestRecoveryMilliseconds);
  });
});

describe('a log-in', () => {
  const email = 'ana@example.com';
  const password = 'correct horse battery staple';
  let ask: Ask;

  beforeAll(async () => {
    ask = await startIsolate();
    const body = { email, name: 'Ana', password };
    await ask('POST', '/admin/members/first-admin', { key: adminSecret, body });
  });
  afterAll(async () => {
    kv.heal();
    hub.heal();
    await healDatabase();
  });

  const logIn = () =>
    ask('POST', '/admin/auth/sign-in/email', { key: '', body: { email, password } });

  it('needs neither KV nor hub (security T14)', async () => {
    kv.throws();
    hub.throws();
    const answer = await logIn();
    expect([answer.status, answer.headers.get('Set-Cookie')]).toEqual([
      200,
      expect.stringContaining('SameSite=Strict'),
    ]);
  });

  it('says that the database is away', async () => {
    await breakDatabase({ kind: 'refuse' });
    const answer = await logIn();
    expect([answer.status, await answer.json()]).toMatchObject([
      503,
      { error: { code: 'database_unavailable' } },
    ]);
  });
});
