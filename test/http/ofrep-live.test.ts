import { exports } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { pack } from '../../src/snapshot/format.ts';
import { publishToKv, sampleEnvironment } from '../support/edge.ts';
import { testHub } from '../support/hub.ts';
import { readStream } from '../support/live-stream.ts';

const hub = testHub({ shards: 2 });
const site = 'http://burgee.test';
/** On a busy machine. */

interface Bulk {
  readonly metadata: { readonly version: number };
  readonly eventStreams?: readonly { readonly endpoint: { readonly requestUri: string } }[];
}

async function published() {
  const { snapshot, ...keys } = await sampleEnvironment();
  await hub.publish(snapshot.environment, await pack(snapshot));
  await publishToKv(snapshot);
  /** Known to the hub, and to no KV yet. */
  const publishAhead = async (version: number) =>
    hub.publish(snapshot.environment, await pack({ ...snapshot, version }));
  return { ...keys, publishAhead };
}

function askAll(key: string, query = '', etag?: string): Promise<Response> {
  return exports.default.fetch(`${site}/ofrep/v1/evaluate/flags${query}`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${key}`,
      'Content-Type': 'application/json',
      ...(etag === undefined ? {} : { 'If-None-Match': etag }),
    },
    body: JSON.stringify({ context: { targetingKey: '42' } }),
  });
}
const bodyOf = (response: Response) => response.json<Bulk>();

it.each(['clientKey', 'serverKey'] as const)(
  'tells a %s where to listen, and answers what it heard of',
  async (kind) => {
    const { publishAhead, ...keys } = await published();
    const first = await askAll(keys[kind]);
    const etag = first.headers.get('ETag') ?? '';
    const { eventStreams, metadata } = await bodyOf(first);
    expect(metadata.version).toBe(1);
    const address = site + eventStreams?.[0]?.endpoint.requestUri;
    const { state, ids, cancel } = readStream(await exports.default.fetch(address));
    await expect.poll(ids).toEqual([1]);
    await publishAhead(2);
    await expect.poll(ids).toEqual([1, 2]);
    const event = JSON.parse(/data: (.*)\n\n$/.exec(state.text)?.[1] ?? '');
    const query = `?flagConfigEtag=${event.etag}&flagConfigLastModified=${event.lastModified}`;
    const next = await askAll(keys[kind], query, etag);
    expect(next.status).toBe(200);
    const body = await bodyOf(next);
    expect(body.metadata.version).toBe(2);
    expect(body.eventStreams).toEqual(eventStreams);
    const again = await askAll(keys[kind], query, next.headers.get('ETag') ?? '');
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    await cancel();
  },
);

it('answers an event that this isolate has not heard of, from the hub', async () => {
  const { clientKey, publishAhead } = await published();
  await askAll(clientKey);
  await publishAhead(2);
  expect(await bodyOf(await askAll(clientKey))).toMatchObject({ metadata: { version: 1 } });
  const told = await askAll(clientKey, '?flagConfigEtag=2.0123456789abcdef');
  expect(told.headers.get('x-flags-source')).toBe('hub');
  expect(await bodyOf(told)).toMatchObject({ metadata: { version: 2 } });
});

it.each(['/features', '/ofrep/v1/evaluate/flags'])(
  'never answers %s with less than the caller has',
  async (path) => {
    const { clientKey, publishAhead } = await published();
    const ask = (etag: string) =>
      path === '/features'
        ? exports.default.fetch(site + path, {
            headers: { 'X-API-Key': clientKey, 'If-None-Match': etag },
          })
        : askAll(clientKey, '', etag);
    await ask('"1-0.x"');
    await publishAhead(5);
    expect((await ask('"4-0.x"')).headers.get('x-flags-version')).toBe('5');
    expect((await ask('"999999-0.x"')).headers.get('x-flags-version')).toBe('5');
  },
);
