import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type AccountState,
  deploymentOf,
  deployVersion,
  findLive,
  putSecrets,
  type Share,
  storeVersion,
} from './account-state.ts';
import type { StandInAccount } from './open-stand-in-account.ts';

interface Asked {
  readonly query: URLSearchParams;
  /** In the place of `:id`. */
  readonly id: string;
  readonly body: Body;
}

/** Of what is sent, as far as it is read here. */
interface Body {
  readonly title: string;
  readonly queue_name: string;
  readonly secrets: Record<string, { text: string }>;
  readonly versions: Share[];
  readonly annotations?: Record<string, string>;
  readonly bindings: { name: string; type: string; text?: string }[];
  readonly migrations?: { new_tag: string };
}

class ApiError extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** https://developers.cloudflare.com/api/, as far as the wrangler that is installed here asks it. */
const routes: Readonly<Record<string, (state: AccountState, asked: Asked) => unknown>> = {
  'GET /user/tokens/verify': () => ({ status: 'active' }),
  'GET /user': ({ email }) => ({ email }),
  'GET /accounts': ({ accounts }) => accounts,
  'GET /memberships': ({ accounts }) => accounts.map((account) => ({ account })),
  'GET /storage/kv/namespaces': ({ namespaces }) => namespaces,
  'POST /storage/kv/namespaces': ({ namespaces }, { body: { title } }) => {
    const made = { id: crypto.randomUUID().replaceAll('-', ''), title };
    namespaces.push(made);
    return made;
  },
  'GET /queues': ({ queues }, { query }) =>
    queues
      .filter((queue) => !query.has('name') || query.getAll('name').includes(queue))
      .map((queue) => ({ queue_name: queue, queue_id: queue, producers: [], consumers: [] })),
  'POST /queues': ({ queues }, { body: { queue_name } }) => {
    queues.push(queue_name);
    return { queue_name };
  },
  'POST /queues/:id/consumers': () => ({}),
  'GET /workers/subdomain': () => ({ subdomain: 'example' }),
  'GET /workers/workers/burgee': () => ({ subdomain: { enabled: true, previews_enabled: true } }),
  'GET /workers/services/burgee': (state) => {
    deployments(state);
    const migration_tag = findLive(state)?.migrationTag;
    const script = { tag: 'a', tags: [], last_deployed_from: 'wrangler', migration_tag };
    return { default_environment: { environment: 'production', script } };
  },
  'GET /workers/scripts/burgee/settings': () => ({ bindings: [] }),
  'PATCH /workers/scripts/burgee/script-settings': () => ({}),
  'POST /workers/scripts/burgee/subdomain': () => ({ enabled: true, previews_enabled: true }),
  'PUT /workers/scripts/burgee/schedules': (state) => {
    state.triggers += 1;
    return {};
  },
  'GET /workers/scripts/burgee/secrets': (state) => {
    deployments(state);
    return Object.keys(state.secrets ?? {}).map((name) => ({ name, type: 'secret_text' }));
  },
  'PATCH /workers/scripts/burgee/secrets-bulk': (state, { body: { secrets } }) => {
    deployments(state);
    const named = Object.entries(secrets).map(([name, { text }]) => [name, text]);
    putSecrets(state, Object.fromEntries(named));
    return {};
  },
  'PUT /workers/scripts/burgee': (state, asked) => {
    state.secrets ??= {};
    const version_id = upload(state, asked);
    deployVersion(state, version_id);
    return { id: 'burgee', deployment_id: version_id.replaceAll('-', ''), startup_time_ms: 1 };
  },
  'GET /workers/scripts/burgee/deployments': (state) => ({ deployments: deployments(state) }),
  'POST /workers/scripts/burgee/deployments': (state, { body: { versions, annotations } }) => {
    const made = deploymentOf(versions, annotations?.['workers/message']);
    state.deployments.unshift(made);
    return made;
  },
  'POST /workers/scripts/burgee/versions': (state, asked) => {
    deployments(state);
    const id = upload(state, asked);
    return {
      id,
      startup_time_ms: 1,
      metadata: { has_preview: false },
      resources: { script: { etag: 'a' } },
    };
  },
  'GET /workers/scripts/burgee/versions/:id': ({ versions }, { id }) => {
    const version = versions[id];
    if (version === undefined) throw new ApiError(10094, 'The Worker version could not be found.');
    const { bindings, migrationTag } = version;
    const script_runtime = { compatibility_date: '2026-10-01', migration_tag: migrationTag };
    const metadata = { created_on: '2026-11-01T00:00:00Z' };
    return { id, metadata, resources: { bindings, script: {}, script_runtime } };
  },
};

/** Throws where there is no Worker. */
function deployments({ secrets, deployments }: AccountState) {
  if (secrets === undefined) {
    throw new ApiError(10007, 'This Worker does not exist on your account.');
  }
  return deployments.map(({ message, ...each }) => ({
    ...each,
    annotations: { 'workers/message': message },
  }));
}

function upload(state: AccountState, { body: { bindings, migrations } }: Asked): string {
  for (const { name, text } of bindings) {
    if (text !== undefined) state.secrets = { ...state.secrets, [name]: text };
  }
  return storeVersion(state, {
    bindings: bindings.map(({ name, type }) => ({ name, type })),
    migrationTag: migrations?.new_tag ?? findLive(state)?.migrationTag,
  });
}

/** Cloudflare's API, with what a stand-in account has. */
export async function openCloudflareApi({ read, change }: Pick<StandInAccount, 'read' | 'change'>) {
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    const state = read();
    let errors: object[] = [];
    let result: unknown = null;
    try {
      result = answer(state, request, body);
      change(state);
    } catch (error) {
      errors = [{ code: Object(error).code ?? 0, message: Object(error).message }];
    }
    const success = errors.length === 0;
    response.writeHead(success ? 200 : 404, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ success, errors, messages: [], result }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

function answer(state: AccountState, request: IncomingMessage, body: Body): unknown {
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://api');
  if (!state.isLoggedIn) throw new ApiError(10000, 'Authentication error');
  const path = pathname.replace(/^\/accounts\/\w{32}/, '');
  const [, id = ''] = /^\/(?:queues|workers\/scripts\/burgee\/versions)\/([^/]+)/.exec(path) ?? [];
  const route = routes[`${request.method} ${id ? path.replace(id, ':id') : path}`];
  if (route === undefined) throw new ApiError(7003, `Could not route to ${request.method} ${path}`);
  // There is one page of everything.
  return Number(query.get('page') ?? 1) > 1 ? [] : route(state, { query, id, body });
}

/** JSON, or the metadata of an upload. */
async function readBody(request: IncomingMessage): Promise<Body> {
  const type = request.headers['content-type'] ?? '';
  const bytes = Buffer.concat(await request.toArray());
  if (!type.startsWith('multipart/')) return JSON.parse(bytes.toString() || '{}');
  const form = await new Response(bytes, { headers: { 'Content-Type': type } }).formData();
  return JSON.parse(`${form.get('metadata')}`);
}
