import { expect, it, vi } from 'vitest';
import { streamPolicy } from '../../src/resource-policy.ts';
import { sampleEnvironment } from '../support/edge.ts';
import { testHub } from '../support/hub.ts';
import { isolatedEdge } from '../support/isolated-edge.ts';

const windowMilliseconds = (streamPolicy.tokenSeconds * 1_000) / 2;

interface Bulk {
  readonly eventStreams: readonly { readonly endpoint: { readonly requestUri: string } }[];
}

/** All flags and where to listen, by a clock that is moved by hand and begins with a window. */
async function listeningEdge() {
  const { snapshot, ...keys } = await sampleEnvironment();
  const edge = await isolatedEdge(snapshot, { hub: testHub() });
  edge.state.now = windowMilliseconds * Math.ceil(edge.state.now / windowMilliseconds);
  const askAll = (key: string, etag = '"none"') =>
    edge.ask(key, '/ofrep/v1/evaluate/flags', {
      method: 'POST',
      body: '{"context":{"targetingKey":"u"}}',
      headers: { 'If-None-Match': etag },
    });
  const addressIn = async (response: Response) =>
    (await response.json<Bulk>()).eventStreams[0]?.endpoint.requestUri ?? '';
  return { ...edge, ...keys, askAll, addressIn };
}

const etagOf = ({ headers }: Response) => headers.get('ETag') ?? '';
/** In milliseconds since the epoch. */
const endOf = (address: string) => {
  const [, claims = ''] = address.split('.');
  return JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))).exp * 1_000;
};

it('a server key is told a new address half an hour before the old one ends, whatever it has', async () => {
  const { askAll, addressIn, serverKey, state } = await listeningEdge();
  const first = await askAll(serverKey);
  const etag = etagOf(first);
  const address = await addressIn(first);
  state.now += windowMilliseconds - 1;
  expect((await askAll(serverKey, etag)).status).toBe(304);
  state.now += 1;
  const second = await askAll(serverKey, etag);
  expect(second.status).toBe(200);
  const next = await addressIn(second);
  expect(next).not.toBe(address);
  expect(endOf(address) - state.now).toBe(windowMilliseconds);
  expect(endOf(next) - state.now).toBe(2 * windowMilliseconds);
  expect((await askAll(serverKey, etagOf(second))).status).toBe(304);
});

it('a client key keeps its address and its ETag', async () => {
  const { askAll, addressIn, clientKey, state } = await listeningEdge();
  const first = await askAll(clientKey);
  state.now += 48 * windowMilliseconds;
  expect((await askAll(clientKey, etagOf(first))).status).toBe(304);
  const again = await askAll(clientKey);
  expect(etagOf(again)).toBe(etagOf(first));
  expect(await addressIn(again)).toBe(await addressIn(first));
});

it('an answer without streams has an ETag without a window', async () => {
  const { ask, serverKey, state } = await listeningEdge();
  const etag = etagOf(await ask(serverKey, '/features'));
  state.now += 4 * windowMilliseconds;
  expect(etagOf(await ask(serverKey, '/features'))).toBe(etag);
});

it('an address is signed once for a key and window, and none for a client key', async () => {
  const { askAll, clientKey, serverKey, state } = await listeningEdge();
  const sign = vi.spyOn(crypto.subtle, 'sign');
  for (let time = 0; time < 5; time++) await askAll(clientKey);
  expect(sign).not.toHaveBeenCalled();
  for (let time = 0; time < 5; time++) await askAll(serverKey);
  expect(sign).toHaveBeenCalledTimes(1);
  state.now += windowMilliseconds;
  for (let time = 0; time < 5; time++) await askAll(serverKey);
  expect(sign).toHaveBeenCalledTimes(2);
  sign.mockRestore();
});
