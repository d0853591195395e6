import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/**
 * Plays the part of `wrangler` with Cloudflare behind it, as a program of its own: what is uploaded and deployed
 * is kept in the file that CLOUDFLARE_STATE names, and a command fails where that says so.
 */
export interface CloudflareState {
  /** Undefined: there is no such Worker. */
  deployment?: { traffic: Share[]; message: string };
  /** Those before, the first first. */
  history?: { traffic: Share[]; message: string }[];
  versions: Record<string, StoredVersion>;
  secrets: string[];
  namespaces: string[];
  queues: string[];
  /** Commands that fail, by how they begin, and how often; with `after`, once they have done their work. */
  fails: { command: string; times: number; after?: boolean; complaint?: string }[];
  /** What the next version that is uploaded is like. */
  next: Partial<StoredVersion>;
  triggers: number;
}

/** Those that change nothing; they run side by side. One of them that fails always does. */
const reads = /^(deployments (status|list)|versions view|secret list|queues info|kv namespace)/;

export interface Share {
  version_id: string;
  percentage: number;
}

export interface StoredVersion {
  migrationTag: string;
  bindings: { name: string; type: string }[];
  /** How the server that stands for the Worker answers for it; undefined is well. */
  illness?: 'not_ready' | 'refuses' | 'differs' | 'fails_later' | 'unreachable';
  /** What its `/health` says of databases; undefined of code that says nothing. */
  accepts?: { schema_min: string; schema_max: string; schema_copes_with: string[] };
}

const path = process.env.CLOUDFLARE_STATE;
if (path !== undefined && process.argv[1]?.endsWith('wrangler-stand-in.ts')) main(path);

function main(statePath: string): void {
  const state: CloudflareState = JSON.parse(readFileSync(statePath, 'utf8'));
  const args = process.argv.slice(2).filter((each, index, all) => {
    return each !== '--config' && all[index - 1] !== '--config';
  });
  const line = args.join(' ');
  appendFileSync(`${statePath}.log`, `${line}\n`);
  const failure = state.fails.find(
    ({ command, times }) => times > 0 && `${line} `.startsWith(`${command} `),
  );
  if (failure) failure.times -= 1;
  try {
    if (failure && !failure.after) throw new Error(failure.complaint ?? 'Cloudflare is ill');
    const said = answer(state, args);
    if (failure?.after) throw new Error(failure.complaint ?? 'the answer was lost');
    if (said !== undefined) console.log(JSON.stringify(said, null, 2));
  } catch (error) {
    const { message, code } = error as Error & { code?: number };
    write({ type: 'command-failed', version: 1, code, message });
    console.error(`✘ [ERROR] ${message}`);
    process.exitCode = 1;
  }
  if (reads.test(line)) return;
  writeFileSync(`${statePath}.new`, JSON.stringify(state));
  renameSync(`${statePath}.new`, statePath);
}

function answer(state: CloudflareState, args: readonly string[]): unknown {
  const [first, second, third] = args;
  const command = [first, second].filter((each) => each && !each.startsWith('-')).join(' ');
  switch (command) {
    case 'deployments status':
      return statusOf(state);
    case 'deployments list':
      return [...(state.history ?? []), state.deployment].map((each) => ({
        versions: each?.traffic,
      }));
    case 'versions view':
      return viewOf(state, third ?? '');
    case 'versions upload':
      return void upload(state, 'version-upload');
    case 'versions deploy':
      return void split(state, args.slice(2));
    case 'triggers deploy':
      state.triggers += 1;
      return undefined;
    case 'secret list':
      return state.secrets.map((name) => ({ name, type: 'secret_text' }));
    case 'kv namespace':
      return state.namespaces.map((id) => ({ id, title: id }));
    case 'queues info':
      if (state.queues.includes(third ?? '')) return undefined;
      throw new Error(`Queue "${third}" does not exist. To create it, run: wrangler queues create`);
    case 'deploy': {
      const id = upload(state, 'deploy');
      state.deployment = { traffic: [{ version_id: id, percentage: 100 }], message: '' };
      return undefined;
    }
    default:
      throw new Error(`Unknown command: ${args.join(' ')}`);
  }
}

function statusOf({ deployment }: CloudflareState) {
  if (deployment === undefined) {
    const absent = 'This Worker does not exist on your account. [code: 10007]';
    throw Object.assign(new Error(absent), { code: 10007 });
  }
  const { traffic, message } = deployment;
  return { id: randomUUID(), versions: traffic, annotations: { 'workers/message': message } };
}

function viewOf({ versions }: CloudflareState, id: string) {
  const version = versions[id];
  if (version === undefined) throw new Error(`No version ${id}`);
  const { bindings, migrationTag } = version;
  const script_runtime = { compatibility_date: '2026-10-01', migration_tag: migrationTag };
  return { id, resources: { bindings, script: {}, script_runtime } };
}

function upload(state: CloudflareState, type: string): string {
  const id = randomUUID();
  const before = Object.values(state.versions).at(-1);
  const { migrationTag = 'watchman', bindings = before?.bindings ?? [], illness } = state.next;
  state.versions[id] = { migrationTag, bindings, ...(illness && { illness }) };
  write({ type, version: 1, version_id: id });
  return id;
}

function split(state: CloudflareState, args: readonly string[]): void {
  const traffic = args
    .filter((each) => each.includes('@'))
    .map((spec) => {
      const [version_id = '', percentage] = spec.split('@');
      if (!state.versions[version_id]) throw new Error(`No version ${version_id}`);
      return { version_id, percentage: Number(percentage) };
    });
  const sum = traffic.reduce((total, { percentage }) => total + percentage, 0);
  if (sum !== 100) throw new Error(`Percentages have to sum to 100, and are ${sum}`);
  if (!args.includes('-y')) throw new Error('there is nobody to ask');
  state.deployment = { traffic, message: args[args.indexOf('--message') + 1] ?? '' };
}

function write(entry: object): void {
  const output = process.env.WRANGLER_OUTPUT_FILE_PATH;
  if (output !== undefined) appendFileSync(output, `${JSON.stringify(entry)}\n`);
}
