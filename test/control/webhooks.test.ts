import { Client } from '@neondatabase/serverless';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { webhookEvent } from '../../src/contract/notifications/webhook.ts';
import { updateFlagState } from '../../src/control/flag-states/update-flag-state.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { updateFlag } from '../../src/control/flags/update-flag.ts';
import { createKey } from '../../src/control/keys/create-key.ts';
import { acceptInvitation } from '../../src/control/members/accept-invitation.ts';
import { inviteMember } from '../../src/control/members/invite-member.ts';
import { repairSchema } from '../../src/control/schema/repair-schema.ts';
import { putSegment } from '../../src/control/segments/put-segment.ts';
import { createWebhook } from '../../src/control/webhooks/create-webhook.ts';
import { deleteWebhook } from '../../src/control/webhooks/delete-webhook.ts';
import { describeEvent } from '../../src/control/webhooks/describe-event.ts';
import { getDelivery } from '../../src/control/webhooks/get-delivery.ts';
import { getWebhook } from '../../src/control/webhooks/get-webhook.ts';
import { listDeliveries } from '../../src/control/webhooks/list-deliveries.ts';
import { listWebhooks } from '../../src/control/webhooks/list-webhooks.ts';
import { rotateWebhookSecret } from '../../src/control/webhooks/rotate-webhook-secret.ts';
import { testWebhook } from '../../src/control/webhooks/test-webhook.ts';
import { updateWebhook } from '../../src/control/webhooks/update-webhook.ts';
import { startWebhookPlane, type WebhookPlane } from '../support/webhook-plane.ts';
import { answering, type Received } from '../support/webhook-receiver.ts';

let plane: WebhookPlane;
beforeAll(async () => {
  plane = await startWebhookPlane();
});
afterAll(() => plane.dispose());
beforeEach(() => {
  plane.receiver.answers(answering(204));
  plane.receiver.received.length = 0;
});
afterEach(async () => {
  vi.useRealTimers();
  await plane.query('delete from webhooks');
  plane.queued.length = 0;
});

let flags = 0;
const changeSomething = (key = `told.${++flags}`) => createFlag({ ctx: plane.ctx, input: { key } });
const received = () => plane.receiver.received;
const events = () => received().map(({ body }) => webhookEvent.parse(JSON.parse(body)));
const verify = (secret: string, { body, headers }: Received) =>
  new Webhook(secret).verify(body, headers);

describe('a webhook', () => {
  it('shows its secret once, and keeps it sealed (security 6 and 7)', async () => {
    const { secret, ...shown } = await plane.create('/hooks/T0/B0/token');
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await getWebhook({ ctx: plane.ctx, input: { id: shown.id } })).toEqual(shown);
    expect(await listWebhooks({ ctx: plane.ctx, input: undefined })).toEqual([shown]);
    const stored = JSON.stringify([
      await plane.query('select * from webhooks'),
      await plane.query('select * from audit_logs'),
      await plane.query('select * from webhook_deliveries'),
    ]);
    expect(stored).not.toContain(secret.slice('whsec_'.length));
  });

  it('has its address, which may be a secret, in no audit entry and no event', async () => {
    await plane.create('/elsewhere');
    const { id, revision } = await plane.create('/hooks/T0/B0/token');
    const change = { url: `${plane.receiver.url}/hooks/T1/B1/token` };
    const input = { id, expectedRevision: revision, change };
    await updateWebhook({ ctx: plane.ctx, input });
    const told = JSON.stringify([
      await plane.query('select * from audit_logs'),
      await plane.query('select * from webhook_deliveries'),
    ]);
    expect(told).toContain(`${plane.receiver.url}/…`);
    expect(told).not.toMatch(/T[01]\/B/);
  });

  it('is changed and deleted by whoever has read it', async () => {
    const { id } = await plane.create('/');
    const call = (expectedRevision: number | undefined, change = {}) => ({
      ctx: plane.ctx,
      input: { id, expectedRevision, change },
    });
    await expect(updateWebhook(call(undefined))).rejects.toMatchObject({
      code: 'precondition_required',
    });
    const change = { name: 'Ops', environment: 'production', events: ['flag'], is_enabled: false };
    expect(await updateWebhook(call(1, change))).toMatchObject({ ...change, revision: 2 });
    await expect(updateWebhook(call(1))).rejects.toMatchObject({ code: 'precondition_failed' });
    await expect(rotateWebhookSecret(call(1))).rejects.toMatchObject({
      code: 'precondition_failed',
    });
    await expect(deleteWebhook(call(1))).rejects.toMatchObject({ code: 'precondition_failed' });
    await deleteWebhook(call(2));
    await expect(getWebhook(call(2))).rejects.toMatchObject({ code: 'not_found' });
  });

  it.each([
    [{ url: 'http://169.254.169.254/' }, 'invalid_input'],
    [{ url: 'https://metadata.google.internal/' }, 'invalid_input'],
    [{ environment: 'nowhere' }, 'not_found'],
    [{ events: ['Flag.*'] }, 'invalid_input'],
    [{ format: 'xml' }, 'invalid_input'],
    [{ secret: 'whsec_mine' }, 'invalid_input'],
  ])('is refused: %j', async (input, code) => {
    await expect(plane.create('/', input)).rejects.toMatchObject({ code });
  });

  it('shows where it leads, however that was spelt (security 41)', async () => {
    const spelt = 'https:\\\\exam\tple.com\\@intranet.example/a b\r\nX: y';
    const url = 'https://example.com/@intranet.example/a%20bX:%20y';
    const { id } = await plane.create('/', { url: spelt });
    const input = { id, expectedRevision: '*' as const, change: { url: spelt } };
    expect(await getWebhook({ ctx: plane.ctx, input: { id } })).toMatchObject({ url });
    expect(await updateWebhook({ ctx: plane.ctx, input })).toMatchObject({ url });
  });

  it('is checked again when its address changes (security 41)', async () => {
    const { id } = await plane.create('/');
    const change = { url: 'https://intranet/' };
    const input = { id, expectedRevision: '*' as const, change };
    await expect(updateWebhook({ ctx: plane.ctx, input })).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('url: '),
    });
  });

  it('needs a secret of the Worker, and is one of twenty at the most', async () => {
    const ctx = { ...plane.ctx, webhooks: { ...plane.webhooks, seal: undefined } };
    const input = { name: 'Test', url: 'https://example.com/' };
    await expect(createWebhook({ ctx, input })).rejects.toMatchObject({ code: 'not_configured' });
    for (let count = 0; count < 20; count++) await plane.create('/', { events: ['nothing'] });
    await expect(plane.create('/')).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('delete one first'),
    });
  });
});

describe('a change', () => {
  it('is told signed, as Standard Webhooks has it (security 42)', async () => {
    const { secret } = await plane.create('/signed');
    const flag = await changeSomething();
    await plane.deliver();
    const message = plane.receiver.at('/signed').find(({ body }) => body.includes(flag.key));
    if (!message) throw new Error('nothing came');
    expect(verify(secret, message)).toEqual({
      type: 'flag.create',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: {
        action: 'flag.create',
        target: flag.key,
        environment: null,
        actor: 'test-admin',
        request_id: plane.ctx.requestId,
        before: null,
        after: flag,
        is_truncated: false,
      },
    });
    expect(message.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': expect.stringMatching(/^msg_/),
    });
    const altered = { ...message, body: message.body.replace(flag.key, 'another') };
    expect(() => verify(secret, altered)).toThrow('No matching signature');
    const readdressed = { ...message, headers: { ...message.headers, 'webhook-id': 'msg_other' } };
    expect(() => verify(secret, readdressed)).toThrow('No matching signature');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 301_000 });
    expect(() => verify(secret, message)).toThrow('too old');
  });

  it('is told to whom it concerns', async () => {
    await plane.create('/flags', { events: ['flag', 'flag_state.update'] });
    await plane.create('/production', { environment: 'production' });
    await plane.create('/development', { environment: 'development' });
    await plane.create('/other', { events: ['fla', 'flag.creat', 'segment'] });
    const { id } = await plane.create('/off');
    const input = { id, expectedRevision: 1, change: { is_enabled: false } };
    await updateWebhook({ ctx: plane.ctx, input });
    plane.queued.length = 0;
    const { key } = await changeSomething();
    const state = {
      flag: key,
      environment: 'production',
      expectedRevision: 1,
      change: { is_enabled: true },
    };
    await updateFlagState({ ctx: plane.ctx, input: state });
    await plane.deliver();
    const typesAt = (path: string) =>
      plane.receiver.at(path).map(({ body }) => webhookEvent.parse(JSON.parse(body)).type);
    expect(typesAt('/flags').sort()).toEqual(['flag.create', 'flag_state.update']);
    expect(typesAt('/production').sort()).toEqual(['flag.create', 'flag_state.update']);
    expect(typesAt('/development')).toEqual(['flag.create']);
    expect(typesAt('/other')).toEqual([]);
    expect(typesAt('/off')).toEqual([]);
  });

  it('is told with whom it turned out to be by, as the audit log has it', async () => {
    await plane.create('/', { events: ['invitation.accept'] });
    const { ctx } = plane;
    const email = 'bo@example.com';
    const { token } = await inviteMember({ ctx, input: { email } });
    const visitor = { ...ctx, actor: { id: 'visitor', role: 'viewer', only: 'visitor' } as const };
    const input = { token, name: 'Bo', password: 'a password of twelve or more' };
    await acceptInvitation({ ctx: visitor, input });
    expect(await plane.query('select payload from webhook_deliveries')).toMatchObject([
      { payload: { data: { actor: `member:${email}` } } },
    ]);
  });

  it('that is refused is not told, and one that is committed cannot be untold', async () => {
    await plane.create('/');
    const { key } = await changeSomething();
    const before = await plane.query('select id from webhook_deliveries');
    await expect(changeSomething(key)).rejects.toMatchObject({ code: 'already_exists' });
    expect(await plane.query('select id from webhook_deliveries')).toEqual(before);
    const enqueue = () => Promise.reject(new Error('the queue is away'));
    const ctx = { ...plane.ctx, webhooks: { ...plane.webhooks, enqueue } };
    await createFlag({ ctx, input: { key: `${key}.2` } });
    expect(await plane.query('select id from webhook_deliveries')).toHaveLength(before.length + 1);
  });

  it('holds no secret, and leaves out what is too large', async () => {
    await plane.create('/');
    const { key } = await createKey({ ctx: plane.ctx, input: { kind: 'admin', name: 'Ci' } });
    const value = Array.from({ length: 3_000 }, (_, index) => `user-${index}`);
    const when = { attribute: 'user_id', operator: 'in', value } as const;
    const input = { key: 'large', expectedRevision: undefined, segment: { when } };
    await putSegment({ ctx: plane.ctx, input });
    await plane.deliver();
    const [created, put] = ['key.create', 'segment.put'].map((type) =>
      events().find((event) => event.type === type),
    );
    expect(JSON.stringify(created)).not.toContain(key);
    expect(put?.data).toMatchObject({ before: null, after: null, is_truncated: true });
  });

  it('of the database by a repair is told as one, when the scheduled job comes', async () => {
    await plane.create('/repairs', { events: ['schema'] });
    await plane.query('drop index webhooks_environment_key_idx');
    const { operation_id } = await repairSchema({ ctx: plane.ctx, input: {} });
    await plane.elapse();
    await plane.runScheduled();
    await plane.deliver();
    expect(plane.receiver.at('/repairs').map(({ body }) => JSON.parse(body))).toMatchObject([
      { type: 'schema.repair', data: { target: operation_id } },
    ]);
  });

  it('costs one query more where there is no webhook', async () => {
    const { query } = Client.prototype;
    const texts: string[] = [];
    const spy = vi.spyOn(Client.prototype, 'query').mockImplementation(function (
      this: Client,
      ...given: never[]
    ) {
      const [first] = given as unknown as [string | { text: string }];
      texts.push(typeof first === 'string' ? first : first.text);
      return query.apply(this, given as never);
    } as typeof query);
    await changeSomething();
    spy.mockRestore();
    expect(texts.filter((text) => text.includes('webhook'))).toEqual([
      expect.stringContaining('for key share skip locked'),
    ]);
  });

  it('is told once by each of many at the same time, while webhooks come, change and go', async () => {
    const { id } = await plane.create('/steady', { events: ['flag'] });
    const others = await Promise.all([1, 2, 3, 4].map(() => plane.create('/others')));
    plane.queued.length = 0;
    const keys = Array.from({ length: 10 }, (_, index) => `storm.${index}`);
    await Promise.all([
      ...keys.map((key) => changeSomething(key)),
      ...others.map((other) =>
        deleteWebhook({ ctx: plane.ctx, input: { id: other.id, expectedRevision: '*' } }),
      ),
      ...[1, 2, 3].map((round) => {
        const change = { name: `Round ${round}` };
        return updateWebhook({ ctx: plane.ctx, input: { id, expectedRevision: '*', change } });
      }),
    ]);
    await plane.deliver();
    const told = plane.receiver.at('/steady').map(({ body }) => JSON.parse(body).data.target);
    expect(told.sort()).toEqual(keys.sort());
  });
});

describe('a sentence for Slack', () => {
  it('tells what changed, and is signed too', async () => {
    const { secret } = await plane.create('/slack', { format: 'slack', events: ['flag.update'] });
    const { key, revision } = await changeSomething();
    const change = { description: 'No <!channel> & *all*', owner: 'ana' };
    const input = { key, expectedRevision: revision, change };
    await updateFlag({ ctx: plane.ctx, input });
    await plane.deliver();
    const [message] = plane.receiver.at('/slack');
    if (!message) throw new Error('nothing came');
    const { text } = verify(secret, message) as { text: string };
    expect(text).toContain(`Flag *${key}* was updated by test-admin: `);
    expect(text).toContain('nothing → No &lt;!channel&gt; &amp; ∗all∗'.replace('nothing', ''));
    expect(text).toContain('owner nothing → ana');
  });

  it('has no markup of anybody else’s, and is short', () => {
    const data = {
      action: 'api_key.rotate_secret',
      target: '<https://evil.example|click>\n*x*',
      environment: 'production',
      actor: `<@U1>${'x'.repeat(200)}`,
      request_id: 'r',
      before: Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`p${index}`, index])),
      after: Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`p${index}`, [index]])),
      is_truncated: false,
    };
    const text = describeEvent({ type: data.action, timestamp: '', data });
    expect(text).toMatch(
      /^Api key \*&lt;https:\/\/evil\.example\|click&gt; ∗x∗\* in \*production\* was given another secret by &lt;@U1&gt;x+…: p0, p1, p2, p3, p4, 4 more$/,
    );
  });
});

describe('the test button', () => {
  it('sends now, also while the webhook is off, and says what came of it', async () => {
    const { id, secret } = await plane.create('/button');
    const input = { id, expectedRevision: 1, change: { is_enabled: false } };
    await updateWebhook({ ctx: plane.ctx, input });
    plane.receiver.answers(answering(200, {}, 'welcome'));
    const sent = await testWebhook({ ctx: plane.ctx, input: { id } });
    expect(sent).toMatchObject({
      event: 'webhook.test',
      status: 'delivered',
      attempts: 1,
      response_status: 200,
      outcome: 'welcome',
    });
    const [message] = plane.receiver.at('/button');
    expect(message && verify(secret, message)).toEqual(sent.payload);
    plane.receiver.answers(answering(500, {}, 'oops'));
    expect(await testWebhook({ ctx: plane.ctx, input: { id } })).toMatchObject({
      status: 'failed',
      response_status: 500,
      outcome: 'oops',
      next_attempt_at: null,
    });
  });

  it('is audited, and no event for others', async () => {
    const { id } = await plane.create('/button');
    await plane.create('/others');
    plane.queued.length = 0;
    await testWebhook({ ctx: plane.ctx, input: { id } });
    expect(plane.queued).toEqual([]);
    expect(
      await plane.query(
        `select target from audit_logs where action = 'webhook.test' and target = '${id}'`,
      ),
    ).toHaveLength(1);
  });
});

describe('the log of deliveries', () => {
  it('is read a page at a time, newest first, by status', async () => {
    const { id } = await plane.create('/', { events: ['flag'] });
    for (let count = 0; count < 5; count++) await changeSomething();
    plane.queued.splice(2);
    await plane.deliver();
    const list = (filter: object) =>
      listDeliveries({ ctx: plane.ctx, input: { webhookId: id, filter } });
    const first = await list({ limit: '3' });
    const second = await list({ limit: '3', cursor: first.next_cursor });
    const all = [...first.deliveries, ...second.deliveries];
    expect(second.next_cursor).toBeNull();
    expect(all.map(({ status }) => status)).toEqual([
      ...['pending', 'pending', 'pending'],
      ...['delivered', 'delivered'],
    ]);
    expect((await list({ status: 'delivered' })).deliveries).toEqual(all.slice(3));
    await expect(list({ status: 'lost' })).rejects.toMatchObject({ code: 'invalid_input' });
    const deliveryId = all[0]?.id ?? '';
    const one = { webhookId: id, deliveryId };
    expect(await getDelivery({ ctx: plane.ctx, input: one })).toEqual({
      ...all[0],
      payload: expect.objectContaining({ type: 'flag.create' }),
    });
    await expect(
      getDelivery({ ctx: plane.ctx, input: { webhookId: 'another', deliveryId } }),
    ).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      listDeliveries({ ctx: plane.ctx, input: { webhookId: 'none', filter: {} } }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});
