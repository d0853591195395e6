import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { repairSchema } from '../../src/control/schema/repair-schema.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.dispose());

const run = (statement: string) => plane.database.reads.execute(sql.raw(statement));
const repair = (input: unknown) => repairSchema({ ctx: plane.ctx, input });

it('leaves alone what would lock a large table for long, until it is asked for', async () => {
  await run('drop index feature_flags_status_idx');
  await run('alter table feature_flags drop column owner');
  await run('alter table feature_flags drop constraint feature_flags_pkey cascade');
  await run(`update pg_class set reltuples = 2e6 where relname = 'feature_flags'`);
  const spared = await repair({});
  expect(spared.status).toBe('partial');
  expect(spared.steps[0]).toMatchObject({ object: 'column feature_flags.owner' });
  const named = new Map(spared.unresolved.map((item) => [item.object, item]));
  expect(named.get('index feature_flags.feature_flags_status_idx')).toMatchObject({
    reason: expect.stringContaining('about 2,000,000 rows'),
    statement: expect.stringContaining('CREATE INDEX'),
  });
  expect([...named.keys()]).toContain('primary key feature_flags.feature_flags_pkey');
  expect([...named.keys()]).toContain(
    'foreign key feature_flag_environments.feature_flag_environments_flag_key_fkey',
  );
  const asked = await repair({ allow_large_tables: true });
  expect(asked).toMatchObject({ status: 'ok', unresolved: [] });
});
