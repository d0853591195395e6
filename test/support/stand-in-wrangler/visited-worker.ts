import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AccountState, liveVersion, type Share, type StoredVersion } from './account-state.ts';

/**
 * What visitors are answered by, as a stand-in account has split the traffic: a Worker that is as well or as ill as
 * its version.
 */
export async function openVisitedWorker(read: () => AccountState) {
  const hooks: { onRequest?: (path: string, percent: number) => Promise<void> | void } = {};
  let requests = 0;
  const server = createServer(async (request, response) => {
    requests += 1;
    const state = read();
    const share = route(state, request, requests);
    const { pathname } = new URL(request.url ?? '/', 'http://worker');
    await hooks.onRequest?.(pathname, share?.percentage ?? 0);
    const { status, body } = answer(pathname, share, state.versions[share?.version_id ?? '']);
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, hooks, close };
}

/** By the header, if that names a version that is deployed; else by the parts, each in its turn. */
function route({ deployments }: AccountState, request: IncomingMessage, requests: number) {
  const traffic = deployments[0]?.versions ?? [];
  const header = `${request.headers['cloudflare-workers-version-overrides'] ?? ''}`;
  const named = /^burgee="(.*)"$/.exec(header)?.[1];
  const override = traffic.find(({ version_id }) => version_id === named);
  return override ?? byPercent(traffic, (requests * 37) % 100);
}

function byPercent(traffic: readonly Share[], point: number): Share | undefined {
  let sum = 0;
  return traffic.find(({ percentage }) => {
    sum += percentage;
    return point < sum;
  });
}

function answer(path: string, share: Share | undefined, version: StoredVersion | undefined) {
  if (!share || !version) return { status: 404, body: 'no such Worker' };
  const { illness, accepts } = version;
  const id = illness === 'unreachable' ? liveVersion : share.version_id;
  if (path === '/health') return ok({ status: 'ok', version: id, ...accepts });
  if (path === '/health/ready') return readinessOf(id, illness);
  if (path === '/admin/warm')
    return ok({ environments: [{ environment: 'production', version: 7, problems: [] }] });
  const isIll = illness === 'refuses' || (illness === 'fails_later' && share.percentage > 0);
  if (isIll) {
    return { status: 500, body: { error: { code: 'internal', message: 'Something broke' } } };
  }
  const value = illness !== 'differs';
  const feature = { flag_key: 'admin.analytics', value, is_enabled: value, reason: 'STATIC' };
  return ok({ environment: 'production', version: 7, features: [feature] });
}

const ok = (body: object) => ({ status: 200, body });

function readinessOf(version: string, illness: StoredVersion['illness']) {
  const isReady = illness !== 'not_ready';
  const body = {
    status: isReady ? 'ready' : 'not_ready',
    version,
    snapshots: [],
    kv: isReady ? 'ok' : 'unreachable',
    hub: 'ok',
    postgres: 'ok',
    schema: 'sound',
  };
  return { status: isReady ? 200 : 503, body };
}
