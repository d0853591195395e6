import {
  type Answer,
  type Credential,
  NoAnswerError,
  type Scheme,
  type Send,
} from './http-client.ts';
import { itemsOf, valueTypeOf } from './read-answer.ts';
import type { Capabilities, Context, FlagRole, Settings } from './settings.ts';

/** The server that is looked at, with what is known of it. */
export interface Subject {
  readonly settings: Settings;
  readonly capabilities: Capabilities;
  /** As the server wants it; undefined where no key was given. */
  readonly credential: Credential | undefined;
  /** The ways to send the key that it accepts. */
  readonly schemes: readonly Scheme[];
  readonly send: Send;
  /** Named by the operator, or found among all flags. */
  readonly flags: Readonly<Partial<Record<FlagRole, string>>>;
  /** All flags for the context of the settings, as first answered. */
  readonly all: Answer;
  /** Asks for all flags anew. */
  readonly askAll: (asked?: AskedAll) => Promise<Answer>;
  /** Asks for one flag; the answer is remembered. */
  readonly askOne: (key: string) => Promise<Answer>;
  /** Does it once, however many ask. */
  readonly once: <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;
}

export interface AskedAll {
  readonly context?: Context;
  readonly headers?: Readonly<Record<string, string>>;
  /** Begins with `?`. */
  readonly query?: string;
}

export const bulkPath = '/ofrep/v1/evaluate/flags';

export function pathOf(key: string): string {
  return `${bulkPath}/${encodeURIComponent(key)}`;
}

/** The server cannot be asked at all. */
export class UnaskableError extends Error {
  readonly wayOut: string;

  constructor(message: string, wayOut: string) {
    super(message);
    this.wayOut = wayOut;
  }
}

/** Asks for all flags once or twice, to learn how the server is to be asked. */
export async function meet(
  settings: Settings,
  { send, capabilities }: { readonly send: Send; readonly capabilities: Capabilities },
): Promise<Subject> {
  const { all, credential, schemes } = await introduce(settings, send).catch((error) => {
    if (!(error instanceof NoAnswerError)) throw error;
    const wayOut = 'Look whether it runs, and whether the address is the right one.';
    throw new UnaskableError(`The server at ${settings.baseUrl} gives ${error.message}.`, wayOut);
  });
  if (all.status === 404 || all.status === 405) {
    const wayOut = 'Give what is before /ofrep in its address.';
    throw new UnaskableError(`There is no OFREP: POST ${bulkPath} answers ${all.status}.`, wayOut);
  }
  const remembered = new Map<string, Promise<unknown>>();
  const once = <Result>(name: string, work: () => Promise<Result>) => {
    const result = (remembered.get(name) as Promise<Result> | undefined) ?? work();
    remembered.set(name, result);
    return result;
  };
  const ask = (path: string, { context = settings.context, headers = {} }: AskedAll = {}) =>
    send({ path, headers, credential, body: JSON.stringify({ context }) });
  return {
    settings,
    capabilities,
    credential,
    schemes,
    send,
    flags: { ...discoverFlags(all), ...settings.flags },
    all,
    askAll: (asked) => ask(bulkPath + (asked?.query ?? ''), asked),
    askOne: (key) => once(`flag ${key}`, () => ask(pathOf(key))),
    once,
  };
}

async function introduce({ key, context }: Settings, send: Send) {
  const body = JSON.stringify({ context });
  if (key === undefined) {
    const all = await send({ path: bulkPath, body });
    if (!isRefusal(all)) return { all, credential: undefined, schemes: [] };
    const wayOut = 'Give --key <key>, or --header "name: value" if it wants another credential.';
    throw new UnaskableError(`The server wants a key: it answers ${all.status}.`, wayOut);
  }
  const tried = await Promise.all(
    (['bearer', 'api-key'] as const).map(async (scheme) => {
      const credential = { scheme, key };
      return { credential, all: await send({ path: bulkPath, body, credential }) };
    }),
  );
  const accepted = tried.filter(({ all }) => !isRefusal(all));
  const [first] = accepted;
  if (first !== undefined) {
    return { ...first, schemes: accepted.map(({ credential }) => credential.scheme) };
  }
  const wayOut = 'Give another --key, or --header "name: value" if it wants another credential.';
  throw new UnaskableError('The server refuses the key, as Bearer and as X-API-Key.', wayOut);
}

const isRefusal = ({ status }: Answer) => status === 401 || status === 403;

/** The first flag of each kind, told by what it was evaluated to. */
function discoverFlags(all: Answer): Partial<Record<FlagRole, string>> {
  const found: Partial<Record<FlagRole, string>> = {};
  for (const item of itemsOf(all)) {
    const { key } = item;
    const role = roleOf(item);
    if (role !== undefined && typeof key === 'string') found[role] ??= key;
  }
  return found;
}

function roleOf({ value, reason, errorCode }: Readonly<Record<string, unknown>>) {
  if (errorCode !== undefined) return 'broken';
  if (reason === 'DISABLED') return 'disabled';
  return value === undefined ? 'code-default' : valueTypeOf(value);
}
