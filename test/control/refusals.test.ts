import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Role, roles } from '../../src/contract/api-key.ts';
import type { ControlContext } from '../../src/control/context.ts';

const anywhere = { flag: 'x', environment: 'production', key: 'x', expectedRevision: '*' };
const override = { ...anywhere, scope: 'user', subject: 'ana', override: { variant: 'on' } };
const condition = { attribute: 'a', operator: 'exists' };

/** Every verb, the role it needs, and an input that it would take. */
const verbs: [name: string, needed: Role, input?: object][] = [
  ['audit-log/export-audit-log', 'viewer', { format: 'csv' }],
  ['audit-log/list-audit-entries', 'viewer', {}],
  ['audit-log/verify-audit-chain', 'viewer', {}],
  ['compile-bundle', 'admin', {}],
  ['environments/list-environments', 'viewer'],
  ['environments/list-versions', 'viewer', anywhere],
  ['flag-states/explain-flag', 'viewer', { ...anywhere, question: {} }],
  ['flag-states/get-flag-state', 'viewer', anywhere],
  ['flag-states/update-flag-state', 'editor', { ...anywhere, change: { is_enabled: true } }],
  ['flags/archive-flag', 'editor', anywhere],
  ['flags/create-flag', 'editor', { key: 'x' }],
  ['flags/get-flag', 'viewer', anywhere],
  ['flags/list-flags', 'viewer'],
  ['flags/restore-flag', 'editor', anywhere],
  ['flags/update-flag', 'editor', { ...anywhere, change: { name: 'X' } }],
  ['keys/create-key', 'admin', { kind: 'admin', name: 'X' }],
  ['keys/list-keys', 'admin'],
  ['keys/revoke-key', 'admin', { id: 'x' }],
  ['openfeature/get-manifest', 'viewer'],
  ['overrides/delete-override', 'editor', override],
  ['overrides/list-overrides', 'viewer', anywhere],
  ['overrides/put-override', 'editor', override],
  ['republish', 'admin', { environment: 'production', version: 1 }],
  ['schema/get-repair', 'admin', { id: 'x' }],
  ['schema/get-schema', 'viewer'],
  ['schema/repair-schema', 'admin', {}],
  ['segments/delete-segment', 'editor', anywhere],
  ['segments/get-segment', 'viewer', anywhere],
  ['segments/list-segments', 'viewer'],
  ['segments/put-segment', 'editor', { ...anywhere, segment: { when: condition } }],
  ['staleness/get-stale-thresholds', 'viewer'],
  ['staleness/list-stale-flags', 'viewer'],
  [
    'staleness/put-stale-thresholds',
    'admin',
    { thresholds: { unused_days: 1, rolled_out_days: 1, lifetime_days: 1 } },
  ],
  ['warm', 'admin'],
  ['webhooks/create-webhook', 'admin', { name: 'X', url: 'https://example.com/hook' }],
  ['webhooks/delete-webhook', 'admin', anywhere],
  ['webhooks/disable-gone-webhook', 'admin', anywhere],
  ['webhooks/get-delivery', 'admin', anywhere],
  ['webhooks/get-webhook', 'admin', anywhere],
  ['webhooks/list-deliveries', 'admin', { webhookId: 'x', filter: {} }],
  ['webhooks/list-webhooks', 'admin'],
  ['webhooks/redeliver', 'admin', anywhere],
  ['webhooks/rotate-webhook-secret', 'admin', anywhere],
  ['webhooks/test-webhook', 'admin', anywhere],
  ['webhooks/update-webhook', 'admin', { ...anywhere, change: {} }],
];

/** Reaching the database is what a verb does only for whom it lets in. */
const contextOf = (role: Role): ControlContext => ({
  database: {
    get reads(): never {
      throw new Error('let in');
    },
    get current(): never {
      throw new Error('let in');
    },
    transaction: () => Promise.reject(new Error('let in')),
  },
  actor: { id: 'somebody', role },
  address: null,
  requestId: 'x',
  now: () => new Date(),
  publish: async () => [],
});

/** A verb is called as its file is. */
async function loadVerb(name: string): Promise<(call: object) => Promise<unknown>> {
  const path = join(import.meta.dirname, `../../src/control/${name}.ts`);
  const verbName = basename(name).replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return (await import(/* @vite-ignore */ path))[verbName];
}

describe.each(verbs)('%s', (name, needed, input) => {
  it(`is for whoever is ${needed} or more, and for nobody else`, async () => {
    const verb = await loadVerb(name);
    for (const role of roles) {
      const isEnough = roles.indexOf(role) >= roles.indexOf(needed);
      const letIn = { message: expect.stringContaining('let in') };
      const refusal = isEnough ? letIn : { code: 'forbidden' };
      await expect(verb({ ctx: contextOf(role), input }), role).rejects.toMatchObject(refusal);
    }
  });
});

it('is tried on every verb there is', () => {
  const files = globSync('src/control/**/*.ts').filter((file) =>
    readFileSync(file, 'utf8').includes('authorise(ctx, '),
  );
  const names = files.map((file) => file.replace('src/control/', '').replace('.ts', ''));
  expect(names.sort()).toEqual(verbs.map(([name]) => name).sort());
});

it('knows no change without authorisation', () => {
  for (const file of globSync('src/control/**/*.ts')) {
    const text = readFileSync(file, 'utf8');
    const changes = /\b(mutate|commit)\(ctx, /.test(text) && !file.endsWith('control/mutate.ts');
    if (changes) expect(text, file).toContain('authorise(ctx, ');
  }
});
