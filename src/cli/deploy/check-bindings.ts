import { readFileSync } from 'node:fs';
import type { Finding } from '../../schema/migrate/migration-error.ts';
import { listQueues, type WranglerConfig } from '../wrangler-config.ts';
import type { UploadedVersion } from './cloudflare.ts';
import type { Tools } from './course.ts';
import { deployFailure } from './deploy-failure.ts';

/** Without them the Worker serves what is published, and nothing can be changed. */
const neededSecrets = ['DATABASE_URL', 'ADMIN_SECRET'] as const;

export interface BindingFindings {
  readonly problems: readonly Finding[];
  readonly objectMigrations: readonly string[];
  /** What was deployed is more than the place that secrets were put into. */
  readonly isBurgee: boolean;
}

/** Whether all that wrangler.toml binds is there, with the secrets, which it does not name. */
export async function listBindingProblems(
  tools: Tools,
  live: string | undefined,
): Promise<BindingFindings> {
  const { cloudflare, config, settings } = tools;
  const version = live === undefined ? undefined : await cloudflare.getVersion(live);
  const isBurgee = version !== undefined && isOurs(version, config);
  const [secrets, namespaces, queues] = await Promise.all([
    live === undefined ? [] : cloudflare.listSecrets(),
    config.kv_namespaces.some(({ id }) => id !== undefined) ? cloudflare.listNamespaces() : [],
    // The first deployment makes them.
    Promise.all(
      (isBurgee ? listQueues(config) : []).map(async (name) => ({
        name,
        isThere: await cloudflare.hasQueue(name),
      })),
    ),
  ]);
  const had = isBurgee ? secrets : [...secrets, ...namesOfSecrets(settings.secretsFile)];
  return {
    isBurgee,
    objectMigrations: listObjectMigrations(config, version),
    problems: [
      ...(version === undefined || isBurgee || isPlaceOfSecrets(version)
        ? []
        : [namedAlike(config.name)]),
      ...neededSecrets.filter((name) => !had.includes(name)).map((name) => lacksSecret(name, live)),
      ...config.kv_namespaces.flatMap(({ binding, id }) =>
        kvProblem({ binding, id, namespaces, version: isBurgee ? version : undefined }),
      ),
      ...queues.filter(({ isThere }) => !isThere).map(({ name }) => lacksQueue(name)),
    ],
  };
}

/** `wrangler secret put` makes a Worker of nothing, which has secrets alone. */
const isPlaceOfSecrets = ({ bindings }: UploadedVersion) =>
  bindings.length > 0 && bindings.every(({ type }) => type === 'secret_text');

/** It was deployed with something of what `wrangler.toml` binds. */
export const isOurs = (
  { bindings }: UploadedVersion,
  { durable_objects, kv_namespaces }: WranglerConfig,
) =>
  [
    ...kv_namespaces.map(({ binding }) => binding),
    ...durable_objects.bindings.map(({ name }) => name),
  ].some((ours) => bindings.some(({ name }) => name === ours));

/** Those that follow the last one that the running version has: all of them where it has none. */
function listObjectMigrations(
  { migrations }: WranglerConfig,
  version: UploadedVersion | undefined,
): readonly string[] {
  const tags = migrations.map(({ tag }) => tag);
  return tags.slice(tags.indexOf(version?.migrationTag ?? '') + 1);
}

interface NamespaceCheck {
  readonly binding: string;
  readonly id: string | undefined;
  readonly namespaces: readonly string[];
  readonly version: UploadedVersion | undefined;
}

/** Without an id, the first deployment makes the namespace, and later ones take it over. */
function kvProblem({ binding, id, namespaces, version }: NamespaceCheck): readonly Finding[] {
  const object = `KV namespace ${binding}`;
  const wayOut = `npx wrangler kv namespace create ${binding}, and its id into wrangler.toml`;
  if (id !== undefined) {
    if (namespaces.includes(id)) return [];
    return [{ object, reason: `this account has none with the id ${id}`, wayOut }];
  }
  if (version === undefined || version.bindings.some(({ name }) => name === binding)) return [];
  return [
    { object, reason: 'wrangler.toml has no id, and the running version none either', wayOut },
  ];
}

const namedAlike = (name: string): Finding => ({
  object: `Worker ${name}`,
  reason: 'this account has one of that name which is not Burgee, and it would be overwritten',
  wayOut: 'choose another name in wrangler.toml, or delete that one: npx wrangler delete',
});

const lacksQueue = (name: string): Finding => ({
  object: `queue ${name}`,
  reason: 'this account has none of that name',
  wayOut: `npx wrangler queues create ${name}`,
});

function lacksSecret(name: string, live: string | undefined): Finding {
  const put = `npx wrangler secret put ${name}`;
  return {
    object: `secret ${name}`,
    reason: 'it is not set',
    wayOut: live === undefined ? `${put}; or a file with it: --secrets-file <file>` : put,
  };
}

/** Of a file of wrangler's: JSON, or a NAME=value a line. Values are not looked at. */
function namesOfSecrets(path: string | undefined): readonly string[] {
  if (path === undefined) return [];
  try {
    const text = readFileSync(path, 'utf8');
    if (text.trimStart().startsWith('{')) return Object.keys(JSON.parse(text));
    return [...text.matchAll(/^\s*(?:export\s+)?(\w+)\s*=\s*\S/gm)].map(([, name]) => name ?? '');
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'it is no JSON' : `${Object(error).code}`;
    throw deployFailure('bad_configuration', `${path} cannot be read: ${reason}.`);
  }
}
