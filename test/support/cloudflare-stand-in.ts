import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../dev/project-root.ts';
import type { CloudflareState, Share, StoredVersion } from './wrangler-stand-in.ts';

export const standInWrangler = join(projectRoot, 'test/support/wrangler-stand-in.ts');

export const liveVersion = '11111111-1111-4111-8111-111111111111';

/** A Worker that runs well, with all that wrangler.toml binds. */
export const wellState = (): CloudflareState => ({
  deployment: { traffic: [{ version_id: liveVersion, percentage: 100 }], message: '' },
  versions: {
    [liveVersion]: {
      migrationTag: 'watchman',
      bindings: [
        { name: 'SNAPSHOTS', type: 'kv_namespace' },
        { name: 'HUB', type: 'durable_object_namespace' },
        { name: 'DATABASE_URL', type: 'secret_text' },
      ],
    },
  },
  secrets: ['DATABASE_URL', 'ADMIN_SECRET'],
  namespaces: ['0123456789abcdef'],
  queues: ['burgee-webhooks', 'burgee-usage'],
  fails: [],
  next: {},
  triggers: 0,
});

export type CloudflareStandIn = Awaited<ReturnType<typeof startCloudflare>>;

/** Cloudflare for the command: a file that wrangler's stand-in keeps, and the Worker as visitors reach it. */
export async function startCloudflare() {
  const folder = mkdtempSync(join(tmpdir(), 'burgee-cloudflare-'));
  const path = join(folder, 'state.json');
  const read = (): CloudflareState => JSON.parse(readFileSync(path, 'utf8'));
  const write = (state: CloudflareState) => {
    writeFileSync(`${path}.test`, JSON.stringify(state));
    renameSync(`${path}.test`, path);
  };
  write(wellState());
  const log = `${path}.log`;
  writeFileSync(log, '');
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
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    folder,
    // The cache halves the time that the stand-in takes to start.
    env: { CLOUDFLARE_STATE: path, NODE_COMPILE_CACHE: join(folder, 'cache') },
    hooks,
    read,
    /** Every command of wrangler, in order. */
    readLog: () => readFileSync(log, 'utf8').split('\n').filter(Boolean),
    /** As when it began, but for what is named. */
    reset: (changes: Partial<CloudflareState> = {}) => {
      delete hooks.onRequest;
      write({ ...wellState(), ...changes });
      writeFileSync(log, '');
    },
    write,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}

/** By the header, if that names a version that is deployed; else by the parts, each in its turn. */
function route({ deployment }: CloudflareState, request: IncomingMessage, requests: number) {
  const traffic = deployment?.traffic ?? [];
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
