import { createFlag } from '../../src/control/flags/create-flag.ts';
import { createKey } from '../../src/control/keys/create-key.ts';
import { putOverride } from '../../src/control/overrides/put-override.ts';
import { putSegment } from '../../src/control/segments/put-segment.ts';
import { warm } from '../../src/control/warm.ts';
import { memorySnapshotStore } from '../support/memory-snapshot-store.ts';
import { contextFor } from './context.ts';
import { connectToPostgres } from './direct-database.ts';
import { type Published, readPublished } from './published.ts';
import { withClient } from './with-client.ts';

/**
 * Rows in every table, made by the product itself wherever it has a verb for them. Returns what the edge
 * is served from then.
 */
export async function fillRows(databaseUrl: string): Promise<Published> {
  const database = connectToPostgres(databaseUrl);
  const store = memorySnapshotStore();
  const ctx = contextFor(database, store);
  await warm({ ctx, input: undefined });
  for (const key of flags) {
    await createFlag({ ctx, input: { key, owner: 'checkout', tags: ['chaos'] } });
    for (const subject of ['ada', 'grace']) {
      const place = { environment: 'production', flag: key, scope: 'user', subject } as const;
      const override = { variant: 'on', reason: 'a test' };
      await putOverride({ ctx, input: { ...place, expectedRevision: undefined, override } });
    }
  }
  const segment = {
    name: 'Staff',
    when: { attribute: 'role', operator: 'equals', value: 'staff' },
  };
  await putSegment({ ctx, input: { key: 'staff', expectedRevision: undefined, segment } });
  await createKey({ ctx, input: { kind: 'server', name: 'Server', environment: 'production' } });
  await createKey({ ctx, input: { kind: 'client', name: 'Web', environment: 'development' } });
  await createKey({ ctx, input: { kind: 'admin', name: 'Ci', role: 'editor' } });
  await database.end();
  await withClient(databaseUrl, (client) => client.query(rowsWithoutVerb));
  return readPublished(store);
}

const flags = ['checkout.express', 'search.ranking', 'billing.invoices'];

const rowsWithoutVerb = `
insert into feature_flag_usage (hour, environment_key, flag_key, variant, reason, organisation_id, evaluations)
  select date_trunc('hour', now()) - hours * interval '1 hour', 'production', 'checkout.express', variant,
    'rollout', organisation, 7
  from generate_series(1, 3) hours, unnest('{on,off}'::text[]) variant, unnest('{"",acme}'::text[]) organisation;
insert into repair_runs (operation_id, actor, status, result) values
  ('an-earlier-run', 'admin-secret', 'ok', '{"status":"ok"}');`;
