import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Feature, Features } from '../../src/contract/flags/feature.ts';
import { type Admin, adminOf } from '../support/admin.ts';
import { burgee } from '../support/burgee-command.ts';
import { type DevRun, startDev } from '../support/dev-run.ts';
import { freePort, runReceiver } from '../support/documented-receiver.ts';
import { startFlipping } from '../support/flip-command.ts';
import { openFeatureClient } from '../support/open-feature.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { temporaryDevDir } from '../support/temporary-dev-dir.ts';

const devDir = temporaryDevDir();
let run: DevRun;
let shop: Shop;

beforeAll(async () => {
  run = await startDev(devDir.path);
  shop = await openShop(admin);
});
afterAll(async () => {
  await run?.interrupt();
  devDir.remove();
});

const admin: Admin = (...asked) => adminOf(run.devFile)(...asked);

async function isEnabled(flag: string, query = '', key = run.devFile.server_key) {
  const response = await run.get(`/features/${flag}?${query}`, key);
  return ((await response.json()) as Feature).is_enabled;
}

const state = '/flags/checkout.express/environments/development';
const zebra = `${state}/overrides/organisation/zebra`;
const asking = (context: object) =>
  `context=${Buffer.from(JSON.stringify(context)).toString('base64url')}`;
const big = asking({ company: { seats: 101 }, country: 'DE' });

it('turns a flag that is off on for one organisation only, and back', async () => {
  const created = await admin('POST', '/flags', { body: { key: 'checkout.express' } });
  expect(created.status).toBe(201);
  expect((await admin('PUT', zebra, { body: { variant: 'on', reason: 'pilot' } })).status).toBe(
    200,
  );
  await expect.poll(() => isEnabled('checkout.express', 'organisation_id=zebra')).toBe(true);
  expect(await isEnabled('checkout.express', 'organisation_id=lion')).toBe(false);
  expect((await admin('DELETE', zebra, { ifMatch: '"1"' })).status).toBe(204);
  await expect.poll(() => isEnabled('checkout.express', 'organisation_id=zebra')).toBe(false);
});

it('switches, rolls out by rule, and stops, each seen at the edge', async () => {
  const rules = [
    {
      id: 'big-customers',
      when: {
        all: [
          { attribute: 'company.seats', operator: 'greater', value: 100 },
          { not: { attribute: 'country', operator: 'in', value: ['se', 'no'], ignore_case: true } },
        ],
      },
      split: [{ variant: 'on', weight: 100_000 }],
    },
  ];
  const body = { is_enabled: true, rollout_percentage: 0, rules };
  const changed = await admin('PATCH', state, { body, ifMatch: '*' });
  expect(changed).toMatchObject({
    status: 200,
    published: expect.stringMatching(/^development@\d+$/),
    body: { rules: [{ id: 'big-customers', rollout_percentage: 100, when: rules[0]?.when }] },
  });
  await expect.poll(() => isEnabled('checkout.express', big)).toBe(true);
  const swedish = asking({ company: { seats: 101 }, country: 'SE' });
  expect(await isEnabled('checkout.express', swedish)).toBe(false);
  expect(await isEnabled('checkout.express', asking({ company: { seats: 101 } }))).toBe(false);
  await admin('PATCH', state, { body: { is_killed: true }, ifMatch: '*' });
  await expect.poll(() => isEnabled('checkout.express', big)).toBe(false);
});

describe('an application with the OpenFeature SDK', () => {
  const pro = { targetingKey: '42', plan: 'pro' };
  const connect = (key = run.devFile.server_key) => openFeatureClient(run.devFile.url, key);

  it('is served every type, targeted, with the reason', async () => {
    const client = await connect();
    await expect.poll(() => client.getBooleanValue('cart.audit', false, {})).toBe(true);
    expect(await client.getBooleanDetails('checkout.one_click', false, pro)).toMatchObject({
      value: true,
      variant: 'on',
      reason: 'STATIC',
      flagMetadata: { version: expect.any(Number) },
    });
    expect(await client.getStringDetails('checkout.button', '-', pro)).toMatchObject({
      value: '42',
      variant: 'b',
      reason: 'TARGETING_MATCH',
      flagMetadata: { ruleId: 'paying' },
    });
    expect(await client.getNumberValue('cart.limit', -1, pro)).toBe(42);
    expect(await client.getNumberValue('price.factor', -1, pro)).toBe(0.1);
    expect(await client.getObjectValue('checkout.theme', {}, pro)).toEqual({
      list: [1, { deep: true }],
    });
    expect(await client.getStringValue('checkout.button', '-', {})).toBe('#888');
  });

  it('keeps its default, and learns why, when it cannot be served', async () => {
    const client = await connect();
    const detailsOf = (flag: string) => client.getBooleanDetails(flag, true, pro);
    expect(await detailsOf('no.such/flag ü')).toMatchObject({
      value: true,
      errorCode: 'FLAG_NOT_FOUND',
    });
    expect(await detailsOf('checkout.button')).toMatchObject({
      value: true,
      errorCode: 'TYPE_MISMATCH',
    });
    expect(await detailsOf('discount.rule')).toMatchObject({
      value: true,
      errorCode: 'TARGETING_KEY_MISSING',
    });
    const code = { columns: 3 };
    // The provider takes an answer without value for none; what it returns is right all the same.
    expect(await client.getObjectDetails('layout.columns', code, pro)).toMatchObject({
      value: code,
      errorCode: 'GENERAL',
      errorMessage: 'The OFREP response does not match the expected format',
    });
    const refused = await connect('nonsense');
    expect(await refused.getBooleanDetails('checkout.one_click', false)).toMatchObject({
      value: false,
      errorCode: 'GENERAL',
    });
  });

  it('is served what was flipped', async () => {
    const client = await connect();
    for (const is_enabled of [false, true]) {
      await shop.setOneClick(is_enabled);
      await expect
        .poll(() => client.getBooleanValue('checkout.one_click', !is_enabled))
        .toBe(is_enabled);
    }
  });
});

describe('npx burgee ofrep-check', () => {
  const everything = `
    --boolean-flag checkout.one_click --string-flag checkout.button --integer-flag cart.limit
    --float-flag price.factor --object-flag checkout.theme --code-default-flag layout.columns
    --disabled-flag search.old --broken-flag discount.rule
    --context {"targetingKey":"42","plan":"free"} --varies-by plan=pro`;
  /** They take a minute, an hour, and 600,000 requests. */
  const untold = ['stream-keepalive', 'stream-token-expired', 'retry-after', 'cors-limited'];

  it.each([
    ['client_key', '', untold],
    ['server_key', '--skip cors', ['stream-cors', ...untold]],
  ] as const)('finds everything right with the %s', async (name, options, skipped) => {
    let isOn = true;
    const flip = await startFlipping(() => {
      isOn = !isOn;
      return shop.setOneClick(isOn);
    });
    const words = `${run.devFile.url} --json --key ${run.devFile[name]} ${everything} ${options}`;
    const args = ['ofrep-check', ...words.trim().split(/\s+/), '--flip', flip.command];
    const { exitCode, stdout } = await burgee(args);
    flip.close();
    const checks: readonly Record<string, string>[] = JSON.parse(stdout).checks;
    const isExpected = ({ id = '', section = '', result }: Record<string, string>) =>
      result === 'passed' ||
      (result === 'skipped' && (skipped.includes(id) || options === `--skip ${section}`));
    expect(checks.filter((check) => !isExpected(check))).toEqual([]);
    expect(checks.length).toBeGreaterThan(80);
    expect(exitCode).toBe(0);
  });
});

it('lets a new key in, and keeps a revoked one out', async () => {
  const { body: key } = await admin('POST', '/keys', {
    body: { kind: 'server', name: 'journey', environment: 'production' },
  });
  await expect.poll(() => isEnabled('admin.analytics', '', key.key)).toBe(true);
  expect((await admin('POST', `/keys/${key.id}/revoke`)).status).toBe(200);
  const status = async () => (await run.get('/features/admin.analytics', key.key)).status;
  await expect.poll(status).toBe(401);
});

it.each([
  { kind: 'refuse' },
  { kind: 'reset' },
  { kind: 'hang' },
  { kind: 'sqlstate', code: '57P01' },
  { kind: 'sqlstate', code: '53300' },
  { kind: 'answer', status: 500, body: { message: 'Control plane request failed' } },
])('says that the database is away, and goes on serving, when it does: %j', async (action) => {
  const faults = run.lock.neon_faults_url ?? '';
  await fetch(faults, { method: 'POST', body: JSON.stringify({ action }) });
  const unavailable = { status: 503, body: { error: { code: 'database_unavailable' } } };
  const [read, change] = await Promise.all([
    admin('GET', '/flags'),
    admin('POST', '/flags', { body: { key: 'never.created' } }),
  ]);
  expect(await isEnabled('admin.analytics')).toBe(true);
  await fetch(faults, { method: 'DELETE' });
  expect(read).toMatchObject(unavailable);
  expect(change).toMatchObject(unavailable);
  expect((await admin('GET', '/flags/never.created')).status).toBe(404);
});

it('rolls a change back whole when the connection is lost before its commit', async () => {
  const faults = run.lock.neon_faults_url ?? '';
  const action = { kind: 'reset' };
  await fetch(faults, {
    method: 'POST',
    body: JSON.stringify({ action, channel: 'websocket', at: 'before_commit', times: 1 }),
  });
  expect((await admin('POST', '/flags', { body: { key: 'never.created' } })).status).toBe(503);
  expect((await admin('GET', '/flags/never.created')).status).toBe(404);
  expect((await admin('POST', '/flags', { body: { key: 'never.created' } })).status).toBe(201);
});

it('takes a stop to the edge although the answer to its commit was lost', async () => {
  await admin('PATCH', state, { body: { is_killed: false }, ifMatch: '*' });
  await expect.poll(() => isEnabled('checkout.express', big)).toBe(true);
  const action = { kind: 'reset' };
  await fetch(run.lock.neon_faults_url ?? '', {
    method: 'POST',
    body: JSON.stringify({ action, channel: 'websocket', at: 'after_commit', times: 1 }),
  });
  const stop = await admin('PATCH', state, { body: { is_killed: true }, ifMatch: '*' });
  expect(stop).toMatchObject({ status: 200, body: { is_killed: true } });
  await expect.poll(() => isEnabled('checkout.express', big)).toBe(false);
});

it('tells a live stream of a change within two seconds, and answers it from then on', async () => {
  const { url, client_key } = run.devFile;
  const aborter = new AbortController();
  const response = await fetch(`${url}/ofrep/v1/stream?key=${client_key}`, {
    signal: aborter.signal,
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  let text = '';
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk);
  })().catch(() => {});
  await expect.poll(() => text).toMatch(/id: \d+\n/);
  const changed = await admin('PATCH', state, { body: { is_killed: true }, ifMatch: '*' });
  const version = changed.published?.split('@')[1];
  await expect
    .poll(() => text, { interval: 20 })
    .toContain(`id: ${version}\nevent: message\ndata: {"type":"refetchEvaluation",`);
  const answer = await run.get('/features/checkout.express', run.devFile.server_key);
  expect(answer.headers.get('x-flags-version')).toBe(version);
  aborter.abort();
  await reading;
});

it('returns to an earlier version by one command, and back to the newest by another', async () => {
  const environment = { BURGEE_URL: run.devFile.url, ADMIN_SECRET: run.devFile.admin_secret };
  const command = (...args: string[]) => burgee(args, environment);
  const republish = (...args: string[]) =>
    command('republish', '--environment', 'development', ...args);
  const change = (is_killed: boolean) =>
    admin('PATCH', state, { body: { is_killed }, ifMatch: '*' });
  const { published } = await change(false);
  const good = published?.split('@')[1] ?? '';
  await expect.poll(() => isEnabled('checkout.express', big)).toBe(true);
  await change(true);
  await expect.poll(() => isEnabled('checkout.express', big)).toBe(false);

  const listed = await republish('--list');
  expect(listed).toMatchObject({ exitCode: 0, stderr: '' });
  expect(listed.stdout).toMatch(new RegExp(`^ +${good} +\\d.* UTC +\\d+ flags .* by key:`, 'm'));
  expect(await republish('--version', good)).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining(`development serves what it served as version ${good}, as`),
  });
  await expect.poll(() => isEnabled('checkout.express', big)).toBe(true);
  const ready = await (await run.get('/health/ready')).json();
  expect(ready).toMatchObject({ pinned: [{ environment: 'development', version: Number(good) }] });
  const warmed = await command('warm');
  expect(warmed).toMatchObject({ exitCode: 0 });
  expect(warmed.stdout).toMatch(/production +version \d+\n/);
  expect(warmed.stdout).toContain(`pinned: serves version ${good}`);
  expect(await republish('--version', '999999')).toMatchObject({
    exitCode: 1,
    stdout: expect.stringContaining('has no version 999999'),
  });

  expect(await republish('--latest')).toMatchObject({ exitCode: 0 });
  await expect.poll(() => isEnabled('checkout.express', big)).toBe(false);
  const wrong = await burgee(['warm', '--json'], { ...environment, ADMIN_SECRET: 'x'.repeat(32) });
  expect([wrong.exitCode, JSON.parse(wrong.stdout).error.code]).toEqual([
    2,
    'deployment_unavailable',
  ]);
});

it('tells the receiver of the documentation, which verifies it, through the queue and by the test button', async () => {
  const port = await freePort();
  const body = { name: 'Receiver', url: `http://127.0.0.1:${port}/`, events: ['flag'] };
  const { body: webhook } = await admin('POST', '/webhooks', { body });
  const receiver = runReceiver(port, webhook.secret);
  onTestFinished(() => void receiver.stop());
  const test = () => admin('POST', `/webhooks/${webhook.id}/test`);
  await expect
    .poll(async () => (await test()).body, { timeout: 15_000, interval: 200 })
    .toMatchObject({ status: 'delivered', response_status: 204 });
  await admin('POST', '/flags', { body: { key: 'told.to_others' } });
  await expect
    .poll(receiver.output, { timeout: 15_000 })
    .toMatch(/^flag\.create told\.to_others key:[\w-]+$/m);
  await admin('DELETE', `/webhooks/${webhook.id}`, { ifMatch: '*' });
});

it('counts a hundred thousand evaluations exactly, through the queue, by flag and organisation', async () => {
  const { body: document } = await admin('GET', '/environments/development/export');
  const flags = Array.from({ length: 100 }, (_, each) => ({
    ...document.flags.find(({ key }: { key: string }) => key === 'told.to_others'),
    key: `counted.flag-${each}`,
  }));
  await admin('POST', '/environments', { body: { key: 'counted', name: 'Counted' } });
  const importing = (query: string) =>
    admin('POST', `/environments/counted/import?${query}`, {
      body: { ...document, segments: [], flags },
    });
  const { plan_hash } = (await importing('dry_run=true')).body;
  const imported = await importing(`plan_hash=${plan_hash}`);
  expect(imported.status).toBe(200);
  const body = { kind: 'server', name: 'Counted', environment: 'counted' };
  const { key } = (await admin('POST', '/keys', { body })).body;
  const all = (await (await run.get('/features', key)).json()) as Features;
  const known = all.features.length;
  const asked = 1_000;
  for (let each = 0; each < asked; each += 20) {
    await Promise.all(
      Array.from({ length: 20 }, (_, next) =>
        run.get(`/features?organisation_id=${(each + next) % 4 ? 'zebra' : 'lion'}`, key),
      ),
    );
  }
  const path = '/usage?environment=counted&group_by=organisation';
  const expected = { zebra: 750 * known, lion: 250 * known, '': known };
  await expect
    .poll(
      async () => {
        const { groups } = (await admin('GET', path)).body;
        return Object.fromEntries(
          groups.map((group: { key: string; evaluations: number }) => [
            group.key,
            group.evaluations,
          ]),
        );
      },
      { timeout: 60_000, interval: 1_000 },
    )
    .toEqual(expected);
  expect(known * asked).toBeGreaterThanOrEqual(100_000);
});
