import type { Features } from '../../contract/flags/feature.ts';
import type { Health } from '../../contract/health/health.ts';
import type { Readiness } from '../../contract/health/readiness.ts';
import { deploymentPolicy } from '../../resource-policy.ts';
import { sleep } from '../../sleep.ts';
import { askWorker, NoAnswerError, type WorkerRequest } from '../ask-worker.ts';
import { deployFailure } from './deploy-failure.ts';

/** https://developers.cloudflare.com/workers/configuration/versions-and-deployments/gradual-deployments/ */
const versionOverride = 'Cloudflare-Workers-Version-Overrides';

/** The Worker as visitors reach it. With a version, that one alone answers, if it is deployed at all. */
export interface Worker {
  readonly url: string;
  readonly health: (version?: string) => Promise<KnownHealth>;
  readonly readiness: (version?: string) => Promise<Readiness>;
  /** Every flag for one user. */
  readonly evaluate: (userId: string, version?: string) => Promise<Features>;
}

/** Older code says nothing of databases. */
export type KnownHealth = Pick<Health, 'status' | 'version'> & Partial<Health>;

export interface WorkerPlace {
  readonly url: string;
  /** By which Cloudflare knows it. */
  readonly name: string;
  readonly adminSecret: string;
  /** A server or client key; undefined where there is none yet. */
  readonly key: string | undefined;
}

/** Each request is made once more where it fails. Throws with what came instead. */
export function workerAt({ url, name, adminSecret, key }: WorkerPlace): Worker {
  const ask = async <Answer>(path: string, version?: string, token?: string): Promise<Answer> => {
    const headers: Record<string, string> =
      version === undefined ? {} : { [versionOverride]: `${name}="${version}"` };
    const told = version === undefined ? path : `${path} of ${version}`;
    return twice(() => askOnce<Answer>(url + path, told, { headers, token }));
  };
  return {
    url,
    health: async (version) => {
      const health = await ask<KnownHealth>('/health', version);
      if (health.status === 'ok' && typeof health.version === 'string') return health;
      throw unreachable(`GET /health of ${url} is not answered by Burgee`);
    },
    readiness: (version) => ask('/health/ready', version, adminSecret),
    evaluate: async (userId, version) => {
      const path = `/features?user_id=${userId}`;
      const answer = await ask<Features>(path, version, key);
      if (Array.isArray(answer.features)) return answer;
      throw failed(`GET ${path} does not answer flags`);
    },
  };
}

async function twice<Result>(work: () => Promise<Result>): Promise<Result> {
  return work().catch(async () => {
    await sleep(deploymentPolicy.probeAgainMilliseconds);
    return work();
  });
}

async function askOnce<Answer>(
  address: string,
  told: string,
  asked: Pick<WorkerRequest, 'headers' | 'token'>,
): Promise<Answer> {
  const { status, text, body } = await send(address, asked);
  const isAnswer = status === 200 || (status === 503 && address.endsWith('/health/ready'));
  if (isAnswer && isObject(body)) return body as Answer;
  const { code, message } = Object(Object(body).error);
  const said = typeof code === 'string' ? `${code}, ${message}` : text.trim().slice(0, 120);
  throw failed(`GET ${told} is answered ${status}: ${said || 'nothing'}`);
}

const isObject = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && !Array.isArray(body);

async function send(address: string, asked: Pick<WorkerRequest, 'headers' | 'token'>) {
  try {
    return await askWorker(address, { ...asked, milliseconds: deploymentPolicy.probeMilliseconds });
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
    throw unreachable(`${new URL(address).origin} does not answer: ${error.message}`);
  }
}

const unreachable = (message: string) =>
  deployFailure('worker_unreachable', `${message}.`, {
    wayOut: 'Look whether BURGEE_URL names the Worker, then deploy again.',
  });

const failed = (message: string) => deployFailure('evaluation_failed', `${message}.`);
