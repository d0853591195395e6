import { createContextKey } from '../../src/control/context-keys/create-context-key.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { createKey } from '../../src/control/keys/create-key.ts';
import { rotateKey } from '../../src/control/keys/rotate-key.ts';
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
  await createContextKey({ ctx, input: { environment: 'production', name: 'Backend' } });
  const server = { kind: 'server', name: 'Server', environment: 'production' } as const;
  const { id } = await createKey({ ctx, input: server });
  await rotateKey({ ctx, input: { id, rotation: {} } });
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
insert into feature_flag_usage_daily (day, environment_key, flag_key, variant, reason, organisation_id, evaluations)
  values (current_date - 40, 'production', 'checkout.express', 'on', 'STATIC', 'acme', 70);
insert into edge_reports (id, received_at) values ('a report', now());
insert into edge_totals (environment_key, name, label, total) values ('production', 'answers', 'memory', 84);
insert into usage_organisations (environment_key, organisation_id, last_seen_at) values ('production', 'acme', now());
insert into published_versions (environment_key, version, committed_at, published_at)
  values ('production', 1000, now(), now());
insert into propagation_receipts (environment_key, version, location, served_at) values ('production', 1000, 'FRA', now());
insert into edge_locations (environment_key, location, last_served_at) values ('production', 'FRA', now());
insert into repair_runs (operation_id, actor, status, result) values
  ('an-earlier-run', 'admin-secret', 'ok', '{"status":"ok"}');
insert into members (id, name, email, role) values
  ('m1', 'Ada', 'ada@example.com', 'admin'), ('m2', 'Grace', 'grace@example.com', 'viewer');
insert into accounts (id, user_id, provider_id, account_id, password) values
  ('a1', 'm1', 'credential', 'm1', 'a hash'), ('a2', 'm2', 'github', '42', null);
insert into sessions (id, token, user_id, expires_at, ip_address) values
  ('s1', 'a token', 'm1', now() + interval '1 day', '192.0.2.1');
insert into passkeys (id, user_id, public_key, credential_id, counter, device_type, backed_up) values
  ('p1', 'm1', 'a key', 'a credential', 3, 'singleDevice', false);
insert into verifications (id, identifier, value, expires_at) values
  ('v1', 'a challenge', 'a value', now() + interval '5 minutes');
insert into invitations (id, email, role, hash, invited_by, expires_at) values
  ('i1', 'barbara@example.com', 'editor', 'a hash', 'member:m1', now() + interval '7 days');
insert into scheduled_changes (id, environment_key, flag_key, steps, due_at, created_by) values
  ('c1', 'production', 'search.ranking', '[{"at":"2999-01-01T00:00:00.000Z","change":{"rollout_percentage":50}}]',
    '2999-01-01T00:00:00Z', 'member:m1');
insert into webhooks (id, name, url, events, sealed_secret) values
  ('w1', 'Chat', 'https://chat.example.com/hook', '{flag.update}', 'sealed');
insert into webhook_deliveries (id, webhook_id, event, payload, status, attempts, response_status) values
  ('d1', 'w1', 'flag.update', '{"target":"search.ranking"}', 'delivered', 1, 204),
  ('d2', 'w1', 'flag.update', '{"target":"billing.invoices"}', 'failed', 8, 500);
insert into project_settings (unused_days, rolled_out_days, lifetime_days) values (14, 30, 60);`;
