import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Role, roles } from '../../src/contract/access/api-key.ts';
import type { Actor, ControlContext } from '../../src/control/context.ts';

const anywhere = { flag: 'x', environment: 'production', key: 'x', expectedRevision: '*' };
const override = { ...anywhere, scope: 'user', subject: 'ana', override: { variant: 'on' } };
const from = { key: 'x', name: 'X' };
const document = { format: 'burgee.environment/1', environment: from, segments: [], flags: [] };
const condition = { attribute: 'a', operator: 'exists' };
const row = { flag: 'x', scope: 'user', subject: 'ana', variant: 'on' };
const subject = { scope: 'user', subject: 'ana', question: { environment: 'x' } };
const schedule = {
  flag: 'x',
  environment: 'production',
  rollout: { stages: [{ percentage: 1 }] },
};

const email = 'ana@example.com';
const password = 'a password of twelve or more';

/**
 * Every verb, the role it needs, and an input that it would take. A visitor is anybody: the verb asks
 * for another proof, such as the token of an invitation.
 */
const verbs: [name: string, needed: Role | 'visitor' | 'secret', input?: object][] = [
  ['alerts/list-alerts', 'viewer', {}],
  ['audit-log/export-audit-log', 'viewer', { format: 'csv' }],
  ['audit-log/list-audit-entries', 'viewer', {}],
  ['audit-log/verify-audit-chain', 'viewer', {}],
  ['compile-bundle', 'admin', {}],
  ['context-keys/create-context-key', 'admin', { environment: 'production', name: 'X' }],
  ['context-keys/list-context-keys', 'admin', anywhere],
  ['context-keys/revoke-context-key', 'admin', { ...anywhere, id: 'x' }],
  ['environments/copy-environment', 'editor', { ...anywhere, copy: { from: 'development' } }],
  ['environments/create-environment', 'admin', { key: 'x' }],
  ['environments/delete-environment', 'admin', { ...anywhere, deletion: { confirm: 'x' } }],
  ['environments/export-environment', 'viewer', anywhere],
  ['environments/get-environment', 'viewer', anywhere],
  ['environments/get-snapshot', 'viewer', anywhere],
  ['environments/import-environment', 'editor', { ...anywhere, options: {}, document }],
  ['environments/list-environments', 'viewer'],
  ['environments/list-versions', 'viewer', anywhere],
  ['environments/update-environment', 'admin', { ...anywhere, change: { name: 'X' } }],
  ['flag-states/explain-flag', 'viewer', { ...anywhere, question: {} }],
  ['flag-states/get-flag-state', 'viewer', anywhere],
  ['flag-states/resume-flag', 'editor', { ...anywhere, resume: { reason: 'x' } }],
  ['flag-states/resume-flags', 'editor', { ...anywhere, resume: { tag: 'x', reason: 'x' } }],
  ['flag-states/stop-flag', 'editor', { ...anywhere, stop: { reason: 'x' } }],
  ['flag-states/stop-flags', 'editor', { ...anywhere, stop: { tag: 'x', reason: 'x' } }],
  ['flag-states/switch-flags', 'editor', { ...anywhere, switch: { tag: 'x', is_enabled: true } }],
  ['flag-states/update-flag-state', 'editor', { ...anywhere, change: { is_enabled: true } }],
  ['flags/archive-flag', 'editor', anywhere],
  ['flags/create-flag', 'editor', { key: 'x' }],
  ['flags/delete-flag', 'admin', anywhere],
  ['flags/get-flag', 'viewer', anywhere],
  ['flags/list-flags', 'viewer', {}],
  ['flags/restore-flag', 'editor', anywhere],
  ['flags/update-flag', 'editor', { ...anywhere, change: { name: 'X' } }],
  ['keys/create-key', 'admin', { kind: 'admin', name: 'X' }],
  ['keys/get-key', 'admin', { id: 'x' }],
  ['keys/list-keys', 'admin', {}],
  ['keys/revoke-key', 'admin', { id: 'x' }],
  ['keys/rotate-key', 'admin', { id: 'x', rotation: {} }],
  ['keys/update-key', 'admin', { ...anywhere, id: 'x', change: { name: 'X' } }],
  ['openfeature/get-manifest', 'viewer'],
  ['members/accept-invitation', 'visitor', { token: 'x', name: 'Ana', password }],
  ['members/answer-log-in', 'visitor', { request: new Request('http://x/'), settings: {} }],
  ['members/change-password', 'viewer', { current_password: password, new_password: password }],
  ['members/change-role', 'admin', { id: 'x', change: { role: 'viewer' } }],
  ['members/create-first-admin', 'secret', { email, name: 'Ana', password }],
  ['members/find-access-actor', 'visitor', { email }],
  ['members/get-me', 'viewer'],
  ['members/invite-member', 'admin', { email }],
  ['members/issue-password-reset', 'admin', { id: 'x', reset: {} }],
  ['members/list-invitations', 'admin', {}],
  ['members/list-members', 'admin', {}],
  ['members/list-sessions', 'viewer', {}],
  ['members/remove-member', 'admin', { id: 'x' }],
  ['members/reset-password', 'visitor', { token: 'x', password }],
  ['members/revoke-invitation', 'admin', { id: 'x' }],
  ['members/revoke-session', 'viewer', { id: 'x' }],
  ['overrides/delete-override', 'editor', override],
  ['overrides/export-overrides', 'viewer', { environment: 'x', question: {} }],
  ['overrides/import-overrides', 'editor', { ...anywhere, query: {}, body: { json: [row] } }],
  ['overrides/list-overrides', 'viewer', { ...anywhere, page: {} }],
  ['overrides/put-override', 'editor', override],
  ['overrides/remove-overrides', 'editor', { ...anywhere, query: {}, which: { expired: true } }],
  ['overrides/search-overrides', 'viewer', { environment: 'x', question: {} }],
  ['propagation/get-propagation', 'viewer', { environment: 'production' }],
  ['republish', 'admin', { environment: 'production', version: 1 }],
  ['schedules/cancel-schedule', 'editor', anywhere],
  ['schedules/create-schedule', 'editor', schedule],
  ['schedules/get-schedule', 'viewer', anywhere],
  ['schedules/list-schedules', 'viewer', {}],
  ['schedules/list-upcoming', 'viewer', {}],
  ['schedules/pause-schedule', 'editor', anywhere],
  ['schedules/resume-schedule', 'editor', { ...anywhere, resumption: {} }],
  ['schedules/update-schedule', 'editor', { ...anywhere, change: { reason: 'x' } }],
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
  ['subjects/get-subject', 'viewer', subject],
  ['warm', 'admin'],
  ['usage/export-usage', 'viewer', {}],
  ['usage/get-usage', 'viewer', {}],
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

/** What ADMIN_SECRET opens as well: what starts and repairs a deployment. Nothing else. */
const openToSecret = [
  'alerts/list-alerts',
  'environments/list-environments',
  'environments/list-versions',
  'keys/create-key',
  'members/create-first-admin',
  'republish',
  'schema/get-repair',
  'schema/get-schema',
  'schema/repair-schema',
  'warm',
];

/** Reaching the database is what a verb does only for whoever it lets in. */
const contextOf = (actor: Partial<Actor>): ControlContext => ({
  database: {
    get reads(): never {
      throw new Error('let in');
    },
    get current(): never {
      throw new Error('let in');
    },
    transaction: () => Promise.reject(new Error('let in')),
  },
  listAlerts: () => Promise.reject(new Error('let in')),
  actor: { id: 'somebody', role: 'viewer', ...actor },
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

const letIn = { message: expect.stringContaining('let in') };
const refused = { code: 'forbidden' };

describe.each(verbs)('%s', (name, needed, input) => {
  it(`is for whoever is ${needed} or more, and for nobody else`, async () => {
    const verb = await loadVerb(name);
    const member = { id: 'x', sessionId: 'x' };
    for (const role of roles) {
      const isEnough = (roles as readonly string[]).indexOf(needed) <= roles.indexOf(role);
      const expected = needed !== 'secret' && isEnough ? letIn : refused;
      const ctx = contextOf({ role, member });
      await expect(verb({ ctx, input }), role).rejects.toMatchObject(expected);
    }
    const ctx = contextOf({ role: 'admin', only: 'visitor' });
    const expected = needed === 'visitor' ? letIn : refused;
    await expect(verb({ ctx, input })).rejects.toMatchObject(expected);
  });

  if (needed === 'visitor' || name === 'members/get-me') return;
  const isOpen = openToSecret.includes(name);
  it(`is ${isOpen ? '' : 'not '}open to ADMIN_SECRET`, async () => {
    const verb = await loadVerb(name);
    const ctx = contextOf({ role: 'admin', only: 'secret' });
    await expect(verb({ ctx, input })).rejects.toMatchObject(isOpen ? letIn : refused);
  });
});

it('lets ADMIN_SECRET make keys for the control plane, and none for flags', async () => {
  const createKey = await loadVerb('keys/create-key');
  const ctx = contextOf({ role: 'admin', only: 'secret' });
  const input = { kind: 'server', name: 'X', environment: 'production' };
  await expect(createKey({ ctx, input })).rejects.toMatchObject(refused);
});

it('is tried on every verb there is', () => {
  const files = globSync('src/control/**/*.ts').filter((file) =>
    readFileSync(file, 'utf8').includes('authorise(ctx, '),
  );
  const names = files.map((file) => file.replace('src/control/', '').replace('.ts', ''));
  expect(names.sort()).toEqual(verbs.map(([name]) => name).sort());
});

it('knows no change without authorisation', () => {
  const texts = globSync('src/control/**/*.ts')
    .filter((file) => !file.endsWith('control/mutate.ts'))
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }));
  const changing = texts.filter(({ text }) =>
    /\b(mutate|change|settle|commit|rehearse)\(ctx, /.test(text),
  );
  expect(changing.length).toBeGreaterThan(verbs.length / 3);
  const open = changing.filter(({ text }) => !text.includes('authorise(ctx, '));
  expect(open.map(({ file }) => file)).toEqual([]);
});
