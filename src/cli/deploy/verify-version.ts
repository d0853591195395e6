import { isDeepStrictEqual } from 'node:util';
import type { Features } from '../../contract/flags/feature.ts';
import type { Readiness, StoreState } from '../../contract/health/readiness.ts';
import { deploymentPolicy } from '../../resource-policy.ts';
import { sleep } from '../../sleep.ts';
import { deployFailure } from './deploy-failure.ts';
import type { Worker } from './worker.ts';

/** Enough to fall on both sides of a rollout of a tenth or more. */
const userIds = Array.from({ length: 8 }, (_, index) => `burgee-deploy-${index + 1}`);

/** Until the version answers whom it is meant to; with `named`, whoever names it. */
export async function awaitVersion(
  worker: Worker,
  version: string,
  { isNamed }: { readonly isNamed: boolean },
): Promise<void> {
  const deadline = performance.now() + deploymentPolicy.spreadMilliseconds;
  let found = '';
  do {
    found = (await worker.health(isNamed ? version : undefined)).version;
    if (found === version) return;
    await sleep(deploymentPolicy.spreadPauseMilliseconds);
  } while (performance.now() < deadline);
  throw deployFailure(
    'version_not_reached',
    `${worker.url} is still answered by ${found}, and not by ${version}.`,
    {
      wayOut:
        'Look whether BURGEE_URL names this Worker, and whether a cache or another Worker answers before it.',
    },
  );
}

/** Throws where the version is less well than the one before it was. */
export async function verifyReady(
  worker: Worker,
  version: string | undefined,
  before: Readiness | undefined,
): Promise<Readiness> {
  const now = await worker.readiness(version);
  const worse = [
    ...(now.status === 'not_ready' ? ['there is nothing to serve flags from'] : []),
    ...worsened('KV', now.kv, before?.kv),
    ...worsened('the hub', now.hub ?? (before?.hub ? 'missing' : 'ok'), before?.hub),
    ...worsened('Postgres', now.postgres, before?.postgres),
    ...(now.schema === undefined || now.schema === 'sound' ? [] : [`the schema is ${now.schema}`]),
  ];
  if (worse.length === 0) return now;
  throw deployFailure('not_ready', `GET /health/ready: ${worse.join(', ')}.`, {
    wayOut: 'docs/monitoring.md has what each of these means. Then deploy again.',
  });
}

type State = StoreState | Readiness['postgres'];

/** What was not well before is no fault of the new version. */
function worsened(what: string, now: State, before: State | undefined): readonly string[] {
  return now === 'ok' || (before !== undefined && before !== 'ok') ? [] : [`${what} is ${now}`];
}

/** Resolves with the number of flags. Throws where they could not be served from a snapshot. */
export async function verifyEvaluation(worker: Worker, version?: string): Promise<number> {
  return (await evaluateServed(worker, userIds[0] ?? '', version)).features.length;
}

const triesOfColdIsolate = 5;

/** Without a snapshot there are no flags, and their version is 0: an isolate may have to read its first. */
async function evaluateServed(worker: Worker, userId: string, version?: string): Promise<Features> {
  for (let tries = triesOfColdIsolate; ; tries -= 1) {
    const answer = await worker.evaluate(userId, version);
    if (answer.version > 0) return answer;
    if (tries === 1) {
      throw deployFailure('evaluation_failed', 'GET /features has no snapshot to answer from.', {
        wayOut: 'See what it is that it cannot reach: GET /health/ready. Then deploy again.',
      });
    }
    await sleep(deploymentPolicy.spreadPauseMilliseconds);
  }
}

/** Throws where somebody would be served something else. Resolves with the number of flags. */
export async function compareEvaluations(
  worker: Worker,
  before: string,
  after: string,
): Promise<number> {
  let flags = 0;
  for (const userId of userIds) {
    const differing = await findDiffering(worker, { userId, before, after });
    flags = Math.max(flags, differing.flags);
    if (differing.lines.length === 0) continue;
    throw deployFailure(
      'evaluates_differently',
      `The new version evaluates ${differing.lines.length === 1 ? 'a flag' : `${differing.lines.length} flags`} differently for the user ${userId}: ${differing.lines.slice(0, 3).join('; ')}.`,
      { wayOut: 'If that is meant: npx burgee deploy --accept-differences' },
    );
  }
  return flags;
}

interface Pair {
  readonly userId: string;
  readonly before: string;
  readonly after: string;
}

/** A change, or a date in a rule, may fall between two requests: asked again, it is the same for both. */
async function findDiffering(worker: Worker, { userId, before, after }: Pair) {
  for (let tries = 3; ; tries -= 1) {
    const old = await evaluateServed(worker, userId, before);
    const now = await evaluateServed(worker, userId, after);
    const lines = old.version === now.version ? listDiffering(old, now) : ['versions differ'];
    if (lines.length === 0 || tries === 1) {
      const isSameSnapshot = old.version === now.version;
      return { flags: now.features.length, lines: isSameSnapshot ? lines : [] };
    }
    await sleep(deploymentPolicy.spreadPauseMilliseconds);
  }
}

function listDiffering(old: Features, now: Features): readonly string[] {
  const values = new Map(now.features.map(({ flag_key, value }) => [flag_key, value]));
  const changed = old.features
    .filter(({ flag_key, value }) => !isDeepStrictEqual(values.get(flag_key), value))
    .map(
      ({ flag_key, value }) =>
        `${flag_key} was ${told(value)} and is ${told(values.get(flag_key))}`,
    );
  const known = new Set(old.features.map(({ flag_key }) => flag_key));
  const added = now.features.filter(({ flag_key }) => !known.has(flag_key));
  return [...changed, ...added.map(({ flag_key }) => `${flag_key} was not there`)];
}

const told = (value: unknown): string =>
  value === undefined ? 'not there' : JSON.stringify(value).slice(0, 60);
