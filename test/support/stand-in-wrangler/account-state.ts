import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** What the account of a stand-in for Cloudflare has; a JSON file, so that each call finds it again. */
export interface AccountState {
  isLoggedIn: boolean;
  email: string | null;
  accounts: { id: string; name: string }[];
  namespaces: { id: string; title: string }[];
  queues: string[];
  /** Undefined while there is no Worker. */
  secrets: Record<string, string> | undefined;
  versions: Record<string, StoredVersion>;
  /** The last first, as Cloudflare has them. */
  deployments: Deployment[];
  /** What the next version that is uploaded is like. */
  next: Partial<StoredVersion>;
  /** How often routes and crons were set. */
  triggers: number;
  /** Where a deployment answers. */
  url: string;
  /** Told of each deployment and each secret, as `POST`; what it answers as `url` is where it answers now. */
  hook: string | null;
  /** Words that a call begins with, and what it then fails with, the next so many times. */
  failures: Failure[];
}

export interface Deployment {
  id: string;
  versions: Share[];
  message: string;
  created_on: string;
}

export interface Share {
  version_id: string;
  percentage: number;
}

export interface StoredVersion {
  /** Of Durable Objects. */
  migrationTag?: string | undefined;
  bindings: { name: string; type: string }[];
  /** The environments that are deployed with its code. */
  bundled?: string[];
  /** How it answers visitors; undefined is well. */
  illness?: 'not_ready' | 'refuses' | 'differs' | 'fails_later' | 'unreachable';
  /** What its `/health` says of databases; undefined of code that says nothing. */
  accepts?: { schema_min: string; schema_max: string; schema_copes_with: string[] };
}

export interface Failure {
  call: string;
  says?: string;
  times: number;
  isDoneAllTheSame?: boolean;
}

export const emptyAccount = (): AccountState => ({
  isLoggedIn: true,
  email: 'ana@example.com',
  accounts: [{ id: '0a1b2c3d4e5f60718293a4b5c6d7e8f9', name: 'Example' }],
  namespaces: [],
  queues: [],
  secrets: undefined,
  versions: {},
  deployments: [],
  next: {},
  triggers: 0,
  url: 'http://127.0.0.1:1',
  hook: null,
  failures: [],
});

export const liveVersion = '11111111-1111-4111-8111-111111111111';

export const wellVersion: StoredVersion = {
  migrationTag: 'watchman',
  bindings: [
    { name: 'SNAPSHOTS', type: 'kv_namespace' },
    { name: 'HUB', type: 'durable_object_namespace' },
    { name: 'DATABASE_URL', type: 'secret_text' },
  ],
};

/** With a Worker that runs well, and all that wrangler.toml binds. */
export const runningAccount = (): AccountState => ({
  ...emptyAccount(),
  namespaces: [{ id: '0123456789abcdef', title: 'burgee-snapshots' }],
  queues: ['burgee-webhooks', 'burgee-usage'],
  secrets: { DATABASE_URL: 'postgres://x', ADMIN_SECRET: 's' },
  versions: { [liveVersion]: wellVersion },
  deployments: [deploymentOf([{ version_id: liveVersion, percentage: 100 }])],
});

/** Of a message, Cloudflare keeps 100 bytes. */
export const deploymentOf = (versions: Share[], message = ''): Deployment => ({
  id: crypto.randomUUID(),
  versions,
  message: Buffer.from(message).subarray(0, 100).toString(),
  created_on: new Date().toISOString(),
});

type Code = Omit<StoredVersion, 'illness' | 'accepts'>;

/** With the secrets that are set. Returns the id of what answers nobody yet. */
export function storeVersion(state: AccountState, { bindings, ...code }: Code): string {
  const id = crypto.randomUUID();
  const secrets = Object.keys(state.secrets ?? {}).map((name) => ({ name, type: 'secret_text' }));
  const others = bindings.filter(({ type }) => type !== 'secret_text');
  state.versions[id] = { ...code, bindings: [...others, ...secrets], ...state.next };
  return id;
}

/** To everybody at once. */
export function deployVersion(state: AccountState, version_id: string): void {
  state.deployments.unshift(deploymentOf([{ version_id, percentage: 100 }]));
}

/** That everybody is answered by, or most; undefined before the first. */
export const findLive = ({ deployments, versions }: AccountState): StoredVersion | undefined =>
  versions[deployments[0]?.versions.at(-1)?.version_id ?? ''];

/** As Cloudflare does, with a version of their own: where there is no Worker, one that has nothing else. */
export function putSecrets(state: AccountState, secrets: Record<string, string>): void {
  state.secrets = { ...state.secrets, ...secrets };
  const { bindings, migrationTag } = findLive(state) ?? { bindings: [] };
  deployVersion(state, storeVersion(state, { bindings, migrationTag }));
}

export const readState = (file: string): AccountState => JSON.parse(readFileSync(file, 'utf8'));

/** At once or not at all: others read it meanwhile. */
export function writeState(file: string, state: AccountState): void {
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(state, null, 2));
  renameSync(temporary, file);
}
