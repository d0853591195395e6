import { randomBytes, randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import type { AccountState } from './account-state.ts';

/** A command line of wrangler, read. */
export interface Call {
  readonly words: readonly string[];
  /** Of `--config`. */
  readonly config: string;
  /** Its standard input, read only by what asks for it. */
  readonly readInput: () => string;
  readonly outputFile: string | undefined;
}

/** Thrown for what wrangler refuses. */
export class CallRefusedError extends Error {}

type Answer = (state: AccountState, call: Call) => Promise<string> | string;

/** What the real one prints, as far as a program reads it. */
export const answers: Readonly<Record<string, Answer>> = {
  whoami: ({ isLoggedIn, email, accounts }) => {
    if (!isLoggedIn) throw new CallRefusedError('{\n  "loggedIn": false\n}');
    return json({ loggedIn: true, authType: 'OAuth Token', email, accounts });
  },
  'kv namespace list': ({ namespaces }) =>
    json(namespaces.map((each) => ({ ...each, supports_url_encoding: true }))),
  'kv namespace create': ({ namespaces }, { words: [title = ''] }) => {
    if (namespaces.some((each) => each.title === title)) {
      throw new CallRefusedError(`A KV namespace with the title "${title}" already exists.`);
    }
    namespaces.push({ id: randomBytes(16).toString('hex'), title });
    return `🌀 Creating namespace with title "${title}"\n✨ Success!`;
  },
  'queues info': ({ queues }, { words: [queue = ''] }) => {
    if (!queues.includes(queue)) {
      throw new CallRefusedError(
        `Queue "${queue}" does not exist. To create it, run: wrangler queues create ${queue}`,
      );
    }
    return `Queue Name: ${queue}`;
  },
  'queues create': ({ queues }, { words: [queue = ''] }) => {
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
  'secret put': (state, { words: [name = ''], readInput }) =>
    setSecrets(state, { [name]: readInput().trimEnd() }),
  deploy,
};

async function setSecrets(state: AccountState, secrets: Record<string, string>): Promise<string> {
  state.secrets = { ...state.secrets, ...secrets };
  if (state.deployments.length > 0) await tellHook(state);
  return Object.keys(secrets)
    .map((name) => `✨ Success! Uploaded secret ${name}`)
    .join('\n');
}

async function deploy(state: AccountState, { config, outputFile }: Call): Promise<string> {
  const { kv_namespaces = [], queues } = readConfig(config);
  const ids = state.namespaces.map(({ id }) => id);
  if (!kv_namespaces.every(({ id }) => id !== undefined && ids.includes(id))) {
    throw new CallRefusedError('KV namespace not found. [code: 10041]');
  }
  const missing = (queues?.producers ?? []).find(({ queue }) => !state.queues.includes(queue));
  if (missing) throw new CallRefusedError(`Queue "${missing.queue}" does not exist.`);
  state.secrets ??= {};
  await tellHook(state);
  const targets = [state.url, 'schedule: * * * * *'];
  const id = randomUUID();
  state.deployments.push({ id, targets });
  const entry = {
    type: 'deploy',
    version: 1,
    worker_name: nameIn(config),
    version_id: id,
    targets,
  };
  if (outputFile)
    appendFileSync(
      outputFile,
      `${JSON.stringify({ type: 'wrangler-session' })}\n${JSON.stringify(entry)}\n`,
    );
  return `Uploaded ${nameIn(config)}\n${targets.join('\n')}\nCurrent Version ID: ${id}`;
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
  readonly kv_namespaces?: readonly { readonly id?: string }[];
  readonly queues?: { readonly producers?: readonly { readonly queue: string }[] };
}

const readConfig = (file: string) => parse(readFileSync(file, 'utf8')) as unknown as Config;
const nameIn = (file: string) => readConfig(file).name;
const json = (value: unknown) => JSON.stringify(value, null, 2);
