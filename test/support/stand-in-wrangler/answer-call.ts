import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'smol-toml';
import {
  type AccountState,
  deploymentOf,
  deployVersion,
  findLive,
  putSecrets,
  type Share,
  storeVersion,
} from './account-state.ts';

/** A command line of wrangler, read. */
export interface Call {
  /** Behind the words that name the command, options among them. */
  readonly args: readonly string[];
  /** Of `--config`. */
  readonly config: string;
  /** Its standard input, read only by what asks for it. */
  readonly readInput: () => string;
  /** For programs, into the file of WRANGLER_OUTPUT_FILE_PATH. */
  readonly note: (entry: object) => void;
}

/** Thrown for what wrangler refuses; what Cloudflare itself does ends with `[code: 10007]`. */
export class CallRefusedError extends Error {}

type Answer = (state: AccountState, call: Call) => Promise<string> | string;

/** What the real one prints, as far as a program reads it. */
export const answers: Readonly<Record<string, Answer>> = {
  whoami: ({ isLoggedIn, email, accounts }) => {
    const isTokenRefused = !isLoggedIn && process.env.CLOUDFLARE_API_TOKEN;
    if (isTokenRefused) throw new CallRefusedError('Authentication error [code: 10000]');
    if (!isLoggedIn) throw new CallRefusedError('{\n  "loggedIn": false\n}');
    return json({ loggedIn: true, authType: 'OAuth Token', email, accounts });
  },
  'kv namespace list': ({ namespaces }) =>
    json(namespaces.map((each) => ({ ...each, supports_url_encoding: true }))),
  'kv namespace create': ({ namespaces }, { args: [title = ''] }) => {
    if (namespaces.some((each) => each.title === title)) {
      throw new CallRefusedError(`A KV namespace with the title "${title}" already exists.`);
    }
    namespaces.push({ id: randomBytes(16).toString('hex'), title });
    return `🌀 Creating namespace with title "${title}"\n✨ Success!`;
  },
  'queues info': ({ queues }, { args: [queue = ''] }) => {
    if (!queues.includes(queue)) throw new CallRefusedError(noQueue(queue));
    return `Queue Name: ${queue}`;
  },
  'queues create': ({ queues }, { args: [queue = ''] }) => {
    if (queues.includes(queue)) {
      throw new CallRefusedError(`Queue name '${queue}' is already taken. [code: 11009]`);
    }
    queues.push(queue);
    return `🌀 Creating queue '${queue}'\n✅ Created queue '${queue}'`;
  },
  'secret list': ({ secrets }, { config }) => {
    if (secrets === undefined) throw new CallRefusedError(`Worker "${nameIn(config)}" not found.`);
    return json(Object.keys(secrets).map((name) => ({ name, type: 'secret_text' })));
  },
  'secret bulk': (state, { readInput }) => setSecrets(state, JSON.parse(readInput())),
  'secret put': (state, { args: [name = ''], readInput }) =>
    setSecrets(state, { [name]: readInput().trimEnd() }),
  'deployments status': (state) => {
    const [last] = deploymentsOf(state);
    if (last === undefined) throw new CallRefusedError('The Worker burgee has no deployments.');
    return json(last);
  },
  'deployments list': (state) => json(deploymentsOf(state).reverse()),
  'versions view': ({ versions }, { args: [id = ''] }) => {
    const version = versions[id];
    if (version === undefined) throw new CallRefusedError(`${noVersion} [code: 10094]`);
    const { bindings, migrationTag } = version;
    const script_runtime = { compatibility_date: '2026-10-01', migration_tag: migrationTag };
    return json({ id, resources: { bindings, script: {}, script_runtime } });
  },
  'versions upload': (state, { config, note }) => {
    const { name, migrations } = readConfig(config);
    if (state.secrets === undefined) {
      throw new CallRefusedError(
        'You cannot upload a new version of a Worker that does not yet exist.',
      );
    }
    if (migrations?.at(-1)?.tag !== findLive(state)?.migrationTag) {
      throw new CallRefusedError('This Worker has a pending Durable Object migration');
    }
    const version_id = addVersion(state, config);
    note({ type: 'version-upload', version: 1, worker_name: name, version_id });
    return `Uploaded ${name}\nWorker Version ID: ${version_id}`;
  },
  'versions deploy': (state, { args }) => {
    const versions = args.filter((each) => each.includes('@')).map(parseShare);
    for (const { version_id } of versions) {
      if (!state.versions[version_id]) throw new CallRefusedError(`${noVersion} [code: 10094]`);
    }
    const sum = versions.reduce((total, { percentage }) => total + percentage, 0);
    if (sum !== 100) {
      throw new CallRefusedError(`The specified traffic percentages add up to ${sum}%`);
    }
    const message = args.indexOf('--message');
    state.deployments.unshift(deploymentOf(versions, message < 0 ? '' : args[message + 1]));
    return 'SUCCESS  Deployed burgee';
  },
  'triggers deploy': (state) => {
    state.triggers += 1;
    return 'Deployed burgee triggers';
  },
  deploy,
};

const noVersion = 'The Worker version could not be found.';
const noQueue = (queue: string) =>
  `Queue "${queue}" does not exist. To create it, run: wrangler queues create ${queue}`;

function parseShare(text: string): Share {
  const [version_id = '', percentage] = text.split('@');
  return { version_id, percentage: Number(percentage) };
}

/** As Cloudflare tells of them, the last first. */
function deploymentsOf({ secrets, deployments }: AccountState) {
  if (secrets === undefined) {
    throw new CallRefusedError('This Worker does not exist on your account. [code: 10007]');
  }
  return deployments.map(({ message, ...each }) => ({
    ...each,
    annotations: { 'workers/message': message },
  }));
}

async function setSecrets(state: AccountState, secrets: Record<string, string>): Promise<string> {
  const isRunning = findLive(state)?.bindings.some(({ type }) => type !== 'secret_text');
  putSecrets(state, secrets);
  if (isRunning) await tellHook(state);
  return Object.keys(secrets)
    .map((name) => `✨ Success! Uploaded secret ${name}`)
    .join('\n');
}

async function deploy(state: AccountState, { args, config, note }: Call): Promise<string> {
  const { name, kv_namespaces = [], queues } = readConfig(config);
  for (const { binding, id } of kv_namespaces) {
    const title = `${name}-${binding.toLowerCase()}`;
    if (id === undefined) state.namespaces.push({ id: randomBytes(16).toString('hex'), title });
    else if (!state.namespaces.some((each) => each.id === id)) {
      throw new CallRefusedError('KV namespace not found. [code: 10041]');
    }
  }
  state.queues = [
    ...new Set([...state.queues, ...(queues?.producers ?? []).map((each) => each.queue)]),
  ];
  const file = args.indexOf('--secrets-file');
  state.secrets = { ...state.secrets, ...(file < 0 ? {} : readSecrets(args[file + 1] ?? '')) };
  await tellHook(state);
  const version_id = addVersion(state, config);
  deployVersion(state, version_id);
  const targets = [state.url, 'schedule: * * * * *'];
  note({ type: 'deploy', version: 1, worker_name: name, version_id, targets });
  return `Uploaded ${name}\n${targets.join('\n')}\nCurrent Version ID: ${version_id}`;
}

const readSecrets = (file: string): Record<string, string> =>
  Object.fromEntries(
    [...readFileSync(file, 'utf8').matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [
      name,
      value,
    ]),
  );

/** With what wrangler.toml and the account have for it, unless the test has other plans. Returns its id. */
function addVersion(state: AccountState, config: string): string {
  const { kv_namespaces = [], durable_objects, migrations } = readConfig(config);
  const bindings = [
    ...kv_namespaces.map(({ binding }) => ({ name: binding, type: 'kv_namespace' })),
    ...(durable_objects?.bindings ?? []).map(({ name }) => ({
      name,
      type: 'durable_object_namespace',
    })),
  ];
  const migrationTag = migrations?.at(-1)?.tag;
  return storeVersion(state, { bindings, migrationTag, bundled: readBundled(config) });
}

function readBundled(config: string): string[] {
  const path = join(dirname(config), 'src/snapshot/bundle.json');
  if (!existsSync(path)) return [];
  const { snapshots } = JSON.parse(readFileSync(path, 'utf8'));
  return snapshots.map(({ environment }: { environment: string }) => environment);
}

/** Whoever listens has the Worker run with what is set now. */
async function tellHook(state: AccountState): Promise<void> {
  if (state.hook === null) return;
  const answer = await fetch(state.hook, { method: 'POST', body: json(state.secrets ?? {}) });
  if (!answer.ok) throw new CallRefusedError(await answer.text());
  state.url = ((await answer.json()) as { url: string }).url;
}

interface Config {
  readonly name: string;
  readonly kv_namespaces?: readonly { readonly binding: string; readonly id?: string }[];
  readonly durable_objects?: { readonly bindings: readonly { readonly name: string }[] };
  readonly queues?: { readonly producers?: readonly { readonly queue: string }[] };
  readonly migrations?: readonly { readonly tag: string }[];
}

const readConfig = (file: string) => parse(readFileSync(file, 'utf8')) as unknown as Config;
const nameIn = (file: string) => readConfig(file).name;
const json = (value: unknown) => JSON.stringify(value, null, 2);
