import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectRoot } from '../../dev/project-root.ts';
import { repairSchema } from '../../src/control/schema/repair-schema.ts';
import { manifest } from '../../src/schema/manifest.ts';
import { readTruth } from '../../src/schema/truth.ts';
import { startControlPlane, type TestControlPlane } from '../support/control-plane.ts';

let plane: TestControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.dispose());

const run = (statement: string) => plane.database.reads.execute(sql.raw(statement));
const tags = manifest.migrations.map(({ tag }) => tag);
const inTheMiddle = tags.slice(0, -1);
const everyOther = inTheMiddle.filter((_, index) => index % 2 === 0);

/** As if they had never run, while the last is recorded: with them goes what hangs on them. */
async function undo(missing: readonly string[]): Promise<void> {
  for (const tag of missing.toReversed()) {
    const text = readFileSync(join(projectRoot, `drizzle/${tag}.down.sql`), 'utf8');
    for (const statement of text.split('--> statement-breakpoint')) {
      const isDrop = /DROP (?:TABLE|TYPE|COLUMN)/.test(statement);
      await run(isDrop ? `${statement.trim().replace(/;$/, '')} CASCADE` : statement);
    }
    const { hash } = manifest.migrations.find((each) => each.tag === tag) ?? {};
    await run(`delete from drizzle.__drizzle_migrations where hash = '${hash}'`);
  }
}

// All pairs are in test/journeys/accident.test.ts.
it.each(
  [...inTheMiddle.map((tag) => [tag]), everyOther, inTheMiddle].map((missing) => ({ missing })),
)('names what was never applied, and mends it: $missing', async ({ missing }) => {
  await undo(missing);
  const { verdict, migrations } = await readTruth(plane.database.reads, Date.now());
  expect(verdict).toBe('damaged');
  const stateOf = (tag: string) => migrations.find((each) => each.tag === tag)?.state;
  for (const tag of missing) expect(stateOf(tag), tag).toBe('missing');
  const result = await repairSchema({ ctx: plane.ctx, input: {} });
  expect(result.unresolved).toEqual([]);
  expect(result).toMatchObject({ status: 'ok' });
  expect([...result.recorded].sort()).toEqual([...missing].sort());
  expect((await readTruth(plane.database.reads, Date.now())).verdict).toBe('sound');
});
