import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryResource } from '../../src/contract/notifications/webhook.ts';
import { createFlag } from '../../src/control/flags/create-flag.ts';
import { deliverAll } from '../../src/control/webhooks/deliver-all.ts';
import { getWebhook } from '../../src/control/webhooks/get-webhook.ts';
import { judgeAnswer, pauseAfter } from '../../src/control/webhooks/judge-answer.ts';
import { listDeliveries } from '../../src/control/webhooks/list-deliveries.ts';
import { redeliver } from '../../src/control/webhooks/redeliver.ts';
import { rotateWebhookSecret } from '../../src/control/webhooks/rotate-webhook-secret.ts';
import { createSecretSeal } from '../../src/control/webhooks/seal-secrets.ts';
import { testWebhook } from '../../src/control/webhooks/test-webhook.ts';
import { startWebhookPlane, type WebhookPlane } from '../support/webhook-plane.ts';
import { answering } from '../support/webhook-receiver.ts';

let plane: WebhookPlane;
beforeAll(async () => {
  plane = await startWebhookPlane();
});
afterAll(() => plane.dispose());

let flags = 0;
let id: string;
let secret: string;
beforeEach(async () => {
  plane.receiver.answers(answering(204));
  plane.receiver.received.length = 0;
  ({ id, secret } = await plane.create('/in', { events: ['flag'] }));
  await changeSomething();
});
afterEach(async () => {
  await plane.query('delete from webhooks');
  plane.queued.length = 0;
});

const changeSomething = () => createFlag({ ctx: plane.ctx, input: { key: `sent.${++flags}` } });

async function only(): Promise<DeliveryResource> {
  const input = { webhookId: id, filter: {} };
  const { deliveries } = await listDeliveries({ ctx: plane.ctx, input });
  const [delivery] = deliveries;
  if (!delivery || deliveries.length > 1) throw new Error(`${deliveries.length} deliveries`);
  return delivery;
}

/** As the scheduled job hands it out again later. */
async function again(capabilities: Parameters<WebhookPlane['deliver']>[0] = {}) {
  await plane.elapse();
  await plane.runScheduled();
  await plane.deliver(capabilities);
}

const secondsUntil = ({ next_attempt_at }: DeliveryResource) =>
  (Date.parse(next_attempt_at ?? '') - Date.now()) / 1_000;

const day = 24 * 60 * 60 * 1_000;

describe('a receiver that fails', () => {
  it('is tried nine times in about a day, and then given up until somebody redelivers', async () => {
    plane.receiver.answers(answering(500, {}, 'down for repairs'));
    await plane.deliver();
    const first = await only();
    expect(first).toMatchObject({
      status: 'pending',
      attempts: 1,
      response_status: 500,
      outcome: 'down for repairs',
    });
    expect(secondsUntil(first)).toBeGreaterThan(15);
    expect(secondsUntil(first)).toBeLessThan(45);
    for (let attempt = 2; attempt <= 9; attempt++) await again();
    const last = await only();
    expect(last).toMatchObject({ status: 'failed', attempts: 9, next_attempt_at: null });
    await again();
    expect(plane.receiver.received).toHaveLength(9);

    plane.receiver.answers(answering(204));
    const input = { webhookId: id, deliveryId: last.id };
    expect(await redeliver({ ctx: plane.ctx, input })).toMatchObject({
      status: 'pending',
      attempts: 0,
    });
    await plane.deliver();
    expect(await only()).toMatchObject({ id: last.id, status: 'delivered', attempts: 1 });
    const ids = plane.receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids)).toEqual(new Set([last.id]));
  });

  it('is waited for three times as long each time, and never by many at the same moment', () => {
    const pauses = [1, 2, 3, 4, 5, 6, 7, 8].map((attempts) => pauseAfter(attempts, 0.5));
    expect(pauses.slice(0, 3)).toEqual([30_000, 90_000, 270_000]);
    const total = pauses.reduce((sum, pause) => sum + pause, 0);
    expect(total / day).toBeGreaterThan(1);
    expect(total / day).toBeLessThan(1.25);
    expect([pauseAfter(1, 0), pauseAfter(1, 1)]).toEqual([22_500, 37_500]);
  });

  it.each([
    ['120', 120],
    ['0', 1],
    ['999999999', 12 * 60 * 60],
    [new Date(Date.UTC(2026, 0, 1, 0, 5)).toUTCString(), 300],
    ['soon', 30],
  ])('is waited for as it asks, within bounds: Retry-After: %s', (retryAfter, seconds) => {
    const verdict = judgeAnswer({
      answer: { status: 429, outcome: '', retryAfter },
      attempts: 1,
      mostAttempts: 9,
      now: new Date(Date.UTC(2026, 0, 1)),
      random: 0.5,
    });
    expect(verdict).toEqual({ status: 'pending', pauseMilliseconds: seconds * 1_000 });
  });

  it('is heard over HTTP as well, when it is busy', async () => {
    plane.receiver.answers(answering(429, { 'Retry-After': '3600' }));
    await plane.deliver();
    expect(secondsUntil(await only())).toBeGreaterThan(3_500);
  });

  it('and is gone, is told nothing more, by an entry in the audit log', async () => {
    await changeSomething();
    const [one = '', two = ''] = plane.queued.splice(0);
    plane.receiver.answers(answering(410));
    plane.queued.push(one);
    await plane.deliver();
    expect(await getWebhook({ ctx: plane.ctx, input: { id } })).toMatchObject({
      is_enabled: false,
    });
    expect(
      await plane.query(
        `select actor from audit_logs where action = 'webhook.disable' and target = '${id}'`,
      ),
    ).toEqual([{ actor: 'webhooks' }]);
    plane.queued.push(two);
    await plane.deliver();
    const input = { webhookId: id, filter: { status: 'failed' as const } };
    const { deliveries } = await listDeliveries({ ctx: plane.ctx, input });
    expect(deliveries.map(({ outcome }) => outcome)).toEqual([
      expect.stringContaining('switched off'),
      '',
    ]);
    await changeSomething();
    expect(plane.queued).toEqual([]);
    expect(plane.receiver.received).toHaveLength(1);
  });
});

describe('what a receiver answers', () => {
  it('may redirect nobody (security 41)', async () => {
    plane.receiver.answers((request, response) => {
      const isThere = request.path === '/there';
      response.writeHead(isThere ? 200 : 302, isThere ? {} : { Location: '/there' }).end();
    });
    await plane.deliver();
    expect(await only()).toMatchObject({
      status: 'pending',
      response_status: 302,
      outcome: expect.stringContaining('redirects'),
    });
    expect(plane.receiver.at('/there')).toEqual([]);
  });

  it('is not waited for in vain (security 41)', async () => {
    const hurried = { answerMilliseconds: 500 };
    plane.receiver.answers(() => {});
    await plane.deliver(hurried);
    expect(await only()).toMatchObject({
      status: 'pending',
      response_status: null,
      outcome: 'No answer within 500 ms.',
    });
    plane.receiver.answers((_, response) => {
      response.writeHead(200).write('a beginning');
    });
    await again(hurried);
    expect(await only()).toMatchObject({ outcome: 'No answer within 500 ms.' });
  });

  it('is read no further than 64 KiB, and kept to 1 KiB (security 41)', async () => {
    let written = 0;
    plane.receiver.answers(async (_, response) => {
      response.writeHead(200);
      while (!response.destroyed && written < 50_000_000) {
        written += 65_536;
        const more = response.write('a\0é'.repeat(16_384));
        await new Promise((resolve) => (more ? setImmediate : setTimeout)(resolve, 1));
      }
      response.end();
    });
    await plane.deliver();
    const { status, outcome } = await only();
    expect(status).toBe('delivered');
    expect(outcome).toMatch(/^(aé)+a?\ufffd?$/);
    expect(outcome?.length).toBeLessThanOrEqual(1_024);
    expect(written).toBeLessThan(50_000_000);
  });

  it('may be nothing at all, of which the address is not told', async () => {
    await plane.query(`update webhooks set url = 'http://127.0.0.1:1/token'`);
    await plane.deliver();
    const { status, outcome } = await only();
    expect([status, outcome]).toEqual(['pending', expect.stringContaining('could not be reached')]);
    expect(outcome).not.toContain('token');
  });
});

it('sends nothing to an address that is forbidden by now (security 41)', async () => {
  await plane.deliver({ addresses: { hosts: [], allowsLoopback: false } });
  expect(await only()).toMatchObject({
    status: 'pending',
    outcome: expect.stringMatching(/https/),
  });
  expect(plane.receiver.received).toEqual([]);
});

describe('a secret', () => {
  const changed = createSecretSeal('another-admin-secret-of-more-than-32-characters');
  const rotate = (seal = plane.webhooks.seal) =>
    rotateWebhookSecret({
      ctx: { ...plane.ctx, webhooks: { ...plane.webhooks, seal } },
      input: { id, expectedRevision: '*' },
    });
  const verifies = (each: string) => {
    const { body, headers } = plane.receiver.received.at(-1) ?? { body: '', headers: {} };
    try {
      new Webhook(each).verify(body, headers);
      return true;
    } catch {
      return false;
    }
  };

  it('that another ADMIN_SECRET has sealed says to rotate it, and then all is told', async () => {
    await plane.deliver({ seal: changed });
    expect(plane.receiver.received).toEqual([]);
    expect(await only()).toMatchObject({
      status: 'pending',
      outcome: expect.stringMatching(/ADMIN_SECRET.*Rotate the webhook's secret/),
    });
    const rotated = await rotate(changed);
    await plane.elapse();
    await plane.runScheduled();
    await plane.deliver({ seal: changed });
    expect(await only()).toMatchObject({ status: 'delivered' });
    expect([verifies(rotated.secret), verifies(secret)]).toEqual([true, false]);
  });

  it('goes on signing for a day beside the one that replaces it', async () => {
    const rotated = await rotate();
    await plane.deliver();
    expect([verifies(rotated.secret), verifies(secret)]).toEqual([true, true]);
    await changeSomething();
    const realNow = Date.now;
    const later = realNow() + day + 1_000;
    await plane.deliver({}, () => new Date(later));
    Date.now = () => later;
    expect([verifies(rotated.secret), verifies(secret)]).toEqual([true, false]);
    Date.now = realNow;
    const twice = await rotate();
    await rotate();
    await testWebhook({ ctx: plane.ctx, input: { id } });
    expect([verifies(twice.secret), verifies(rotated.secret)]).toEqual([true, false]);
  });

  it('opens for no other webhook', async () => {
    const { seal } = plane.webhooks;
    const sealed = await seal?.seal('one', [{ secret, until: null }]);
    expect(await seal?.open('one', sealed ?? '')).toEqual([{ secret, until: null }]);
    expect(await seal?.open('two', sealed ?? '')).toBeUndefined();
    expect(await seal?.open('one', `${sealed?.slice(0, -4)}AAAA`)).toBeUndefined();
    expect(await seal?.open('one', 'nonsense')).toBeUndefined();
  });
});

describe('a delivery', () => {
  it('is sent once by many who have it at the same time', async () => {
    const ids = plane.queued.splice(0);
    const capabilities = {
      database: plane.database,
      webhooks: plane.webhooks,
      now: () => new Date(),
    };
    const ends = await Promise.all(Array.from({ length: 8 }, () => deliverAll(capabilities, ids)));
    expect(ends.map(({ attempted }) => attempted).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    expect(plane.receiver.received).toHaveLength(1);
    await again();
    expect(plane.receiver.received).toHaveLength(1);
  });

  it('is sent again, by the same id, when its end could not be noted', async () => {
    const [deliveryId = ''] = plane.queued;
    const capabilities = { webhooks: plane.webhooks, now: () => new Date() };
    let isLost = false;
    const dying = {
      ...plane.database,
      get current() {
        if (isLost) throw new Error('Error connecting to database');
        return plane.database.current;
      },
    };
    plane.receiver.answers((_, response) => {
      isLost = true;
      response.writeHead(204).end();
    });
    const end = await deliverAll({ ...capabilities, database: dying }, [deliveryId]);
    expect(end.errors).toEqual([new Error('Error connecting to database')]);
    const delivery = await only();
    expect(delivery).toMatchObject({ status: 'pending', attempts: 1 });
    expect(secondsUntil(delivery)).toBeLessThan(61);
    plane.receiver.answers(answering(204));
    await again();
    expect(await only()).toMatchObject({ status: 'delivered', attempts: 2 });
    const ids = plane.receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids).toEqual([deliveryId, deliveryId]);
  });
});

describe('the scheduled job', () => {
  it('hands to the queue what is due, and leaves what is on its way', async () => {
    plane.queued.length = 0;
    expect(await plane.runScheduled()).toEqual({});
    await plane.elapse();
    expect(await plane.runScheduled()).toEqual({ queued: 1 });
    await plane.deliver();
    expect(await only()).toMatchObject({ status: 'delivered' });
    expect(await plane.runScheduled()).toEqual({});
  });

  it('delivers by itself where there is no queue, or it throws', async () => {
    await plane.elapse();
    expect(await plane.runScheduled({ enqueue: undefined })).toEqual({ due: 1, attempted: 1 });
    expect(await only()).toMatchObject({ status: 'delivered' });
    await changeSomething();
    await plane.elapse();
    const away = new Error('the queue is away');
    const enqueue = () => Promise.reject(away);
    expect(await plane.runScheduled({ enqueue })).toEqual({ due: 1, attempted: 1, errors: [away] });
    expect(plane.receiver.received).toHaveLength(2);
  });

  it('forgets once an hour what ended a month ago, and nothing that is pending', async () => {
    await changeSomething();
    plane.queued.splice(1);
    await plane.deliver();
    await plane.query(`update webhook_deliveries set created_at = created_at - interval '31 days',
      finished_at = finished_at - interval '31 days'`);
    await plane.runScheduled();
    expect(await plane.query('select id from webhook_deliveries')).toHaveLength(2);
    await plane.runScheduled({}, new Date(30 * 60_000));
    expect(await only()).toMatchObject({ status: 'pending' });
  });
});
