import { exitCodes } from '../exit-codes.ts';
import { FailureError } from '../failure.ts';
import type { Wrangler } from '../wrangler.ts';
import { namespaceIdOf, writeNamespaceId } from '../wrangler-config.ts';
import { due, type Ground, type Look, present, type Step } from './step.ts';

interface Namespace {
  readonly id: string;
  readonly title: string;
}

/** As Cloudflare lists namespaces, and wrangler would call the one that it makes by itself. */
const titleOf = (worker: string) => `${worker}-snapshots`;

export const namespaceStep: Step = {
  id: 'kv',
  title: 'KV namespace',
  does: 'creates it, and writes its id into wrangler.toml',
  needs: [],
  look,
  carryOut,
};

async function look({ wrangler, readConfig }: Ground): Promise<Look> {
  const config = readConfig();
  const namespaceId = namespaceIdOf(config);
  const namespaces = await listNamespaces(wrangler);
  if (namespaceId !== undefined) {
    const found = namespaces.find(({ id }) => id === namespaceId);
    if (found) return present(`${found.title}, named in wrangler.toml`);
    throw unknownNamespace(namespaceId);
  }
  const title = titleOf(config.name);
  return namespaces.some((each) => each.title === title)
    ? due(`writes the id of ${title} into wrangler.toml`)
    : due(`creates ${title}, and writes its id into wrangler.toml`);
}

async function carryOut({ wrangler, readConfig, configPath }: Ground): Promise<string> {
  const title = titleOf(readConfig().name);
  const isThere = (await find(wrangler, title)) !== undefined;
  if (!isThere) await wrangler.run(['kv', 'namespace', 'create', title]);
  const namespace = await find(wrangler, title);
  if (namespace === undefined) throw notListed(title);
  writeNamespaceId(configPath, namespace.id);
  return `${isThere ? 'found' : 'created'} ${title}, its id is in wrangler.toml`;
}

const listNamespaces = (wrangler: Wrangler) =>
  wrangler.ask<readonly Namespace[]>(['kv', 'namespace', 'list']);

const find = async (wrangler: Wrangler, title: string) =>
  (await listNamespaces(wrangler)).find((each) => each.title === title);

const unknownNamespace = (id: string) =>
  new FailureError({
    code: 'unknown_namespace',
    exitCode: exitCodes.unsound,
    message: `wrangler.toml names the KV namespace ${id}, which this account does not have.`,
    wayOut:
      'Log in to the account that has it. For a new one, take the line with that id out of wrangler.toml.',
  });

const notListed = (title: string) =>
  new FailureError({
    code: 'wrangler_failed',
    exitCode: exitCodes.unsound,
    message: `The KV namespace ${title} was created, and is not listed yet.`,
    wayOut: 'Wait a minute.',
  });
