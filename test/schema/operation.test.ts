import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { updateFlagState } from '../../src/control/flag-states/update-flag-state.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { getRepair } from '../../src/control/schema/get-repair.ts';
import { repairSchema } from '../../src/control/schema/repair-schema.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ readsPublished: true });
  await createFlag({ ctx: plane.ctx, input: { key: 'shop.checkout' } });
});
afterAll(() => plane.dispose());

const run = (statement: string) => plane.database.reads.execute(sql.raw(statement));
const look = (id: string) => getRepair({ ctx: plane.ctx, input: { id } });
/** Ends before anything was published. */
const lost = () => ({ ...plane.ctx, publish: async () => [] });
const versionOf = async (environment: string) => (await plane.published(environment)).version;

it('tells of a run that is under way, how far it is', async () => {
  await run('drop index feature_flags_status_idx');
  await run('drop index audit_logs_target_idx');
  await expect(look('slow')).rejects.toMatchObject({
    code: 'not_found',
    message: expect.stringContaining('is safe'),
  });
  const repairing = await plane.database.transaction(async (tx) => {
    await tx.execute(sql`lock table audit_logs in share row exclusive mode`);
    const promise = repairSchema({ ctx: plane.ctx, input: { operation_id: 'slow' } });
    promise.catch(() => {});
    for (let tries = 0; tries < 2_000; tries++) {
      const found = await look('slow').catch(() => undefined);
      const progress = found && 'progress' in found ? found.progress : '';
      if (progress.includes('audit_logs')) {
        expect(found).toMatchObject({ operation_id: 'slow', status: 'running' });
        expect(progress).toMatch(/^\d of 2: index audit_logs\./);
        return { promise };
      }
      await sleep(10);
    }
    throw new Error('it never came there');
  });
  const result = await repairing.promise;
  expect(result).toMatchObject({ status: 'ok', steps: [{}, {}] });
  expect(await look('slow')).toEqual(result);
});

it('publishes again where the answer was lost before anything was published', async () => {
  await run('truncate feature_flags cascade');
  const before = await versionOf('production');
  const first = await repairSchema({ ctx: lost(), input: { operation_id: 'lost' } });
  expect(first).toMatchObject({ status: 'ok', held_back: [] });
  expect(await versionOf('production')).toBe(before);
  const again = await repairSchema({ ctx: plane.ctx, input: { operation_id: 'lost' } });
  expect(again).toEqual(first);
  expect(await versionOf('production')).toBeGreaterThan(before);
});

it('publishes nothing again of what has been lost since, or was held back', async () => {
  await run('drop index feature_flags_status_idx');
  await repairSchema({ ctx: plane.ctx, input: { operation_id: 'older' } });
  const input = {
    flag: 'shop.checkout',
    expectedRevision: '*',
    change: { is_enabled: true },
  } as const;
  for (const environment of ['production', 'development']) {
    await updateFlagState({ ctx: lost(), input: { ...input, environment } });
  }
  await run(`delete from feature_flag_environments
    where flag_key = 'shop.checkout' and environment_key = 'production'`);
  const before = [await versionOf('production'), await versionOf('development')];
  await repairSchema({ ctx: plane.ctx, input: { operation_id: 'older' } });
  expect(await versionOf('production')).toBe(before[0]);
  expect(await versionOf('development')).toBeGreaterThan(before[1] ?? 0);
});
