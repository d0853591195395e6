import type { Readiness } from '../../contract/health/readiness.ts';
import type { AcceptedSchema } from '../../schema/accepted-schema.ts';
import { manifest } from '../../schema/manifest.ts';
import type { Finding } from '../../schema/migrate/migration-error.ts';
import { readTruth, type SchemaTruth } from '../../schema/truth.ts';
import { listUnaccepted } from '../../schema/unaccepted.ts';
import { counted } from '../report/layout.ts';
import { listBindingProblems } from './check-bindings.ts';
import { type Deployment, shiftCommand, type Traffic } from './cloudflare.ts';
import type { Findings, Running, Tools } from './course.ts';
import { deployFailure } from './deploy-failure.ts';
import type { Noted } from './diary.ts';
import { rollbackCommand } from './rollback-command.ts';
import { versionBefore } from './traffic-message.ts';
import type { KnownHealth } from './worker.ts';

/** Reads everything, changes nothing. Throws with all that stands against a deployment, not only the first. */
export async function check(tools: Tools): Promise<Noted<Findings>> {
  const { cloudflare, call, config } = tools;
  const [truth, deployment] = await Promise.all([
    readTruth(call.database.reads, call.now().getTime()),
    cloudflare.findDeployment(),
  ]);
  const before = findUnfinished(deployment);
  const live = before ?? deployment?.traffic[0]?.version;
  const unfinished = before === undefined ? undefined : deployment?.traffic;
  const bindings = await listBindingProblems(tools, live);
  const running =
    live === undefined || !bindings.isBurgee
      ? undefined
      : await askRunning(tools, live, unfinished);
  const due = truth.migrations.filter(({ state }) => state === 'pending' || state === 'missing');
  const dueTags = due.map(({ tag }) => tag);
  const breaking = running ? listBreakingOf(dueTags, running.accepts) : [];
  const standing = listStanding(truth, running?.accepts);
  const { objectMigrations } = bindings;
  const findings = {
    running,
    live,
    unfinished,
    due: dueTags,
    breaking,
    standing,
    objectMigrations,
  };
  const problems = [
    ...schemaProblems(truth),
    ...bindings.problems,
    ...keyProblems(tools, running),
    ...breakingProblems(tools, findings),
    ...objectProblems(tools, findings),
  ];
  if (problems.length > 0) throw notDeployable([...problems, ...standingProblems(findings)]);
  return { result: findings, summary: summaryOf(config.name, findings) };
}

/** What answered before a deployment that broke off. Throws where others have split the traffic. */
function findUnfinished(deployment: Deployment | undefined): string | undefined {
  if (deployment === undefined || deployment.traffic.length < 2) return undefined;
  const { traffic, message } = deployment;
  const before = versionBefore(message);
  if (traffic.some(({ version }) => version === before)) return before;
  const told = traffic.map(({ version, percent }) => `${version} has ${percent} %`).join(', ');
  const [most] = [...traffic].sort((left, right) => right.percent - left.percent);
  throw deployFailure(
    'unfinished_deployment',
    `Somebody has split the traffic, and not by this command: ${told}.`,
    {
      wayOut: `Decide which of them is to answer all, for example: ${shiftCommand([{ version: most?.version ?? '', percent: 100 }])}`,
    },
  );
}

/** Throws where it does not answer: then it is not known what would break it. */
async function askRunning(
  { worker }: Tools,
  version: string,
  unfinished: Traffic | undefined,
): Promise<Running> {
  const named = unfinished ? version : undefined;
  const health = await worker.health(named);
  if (health.version !== version) {
    throw deployFailure(
      'worker_unreachable',
      `${worker.url} is answered by ${health.version}, and Cloudflare says that ${version} runs.`,
      { wayOut: 'Look whether BURGEE_URL names the Worker of wrangler.toml, then deploy again.' },
    );
  }
  const readiness: Readiness = await worker.readiness(named);
  return { version, accepts: acceptedBy(health), readiness };
}

function acceptedBy(health: KnownHealth): AcceptedSchema | undefined {
  const { schema_min: min, schema_max: max, schema_copes_with: copesWith = [] } = health;
  return min === undefined || max === undefined ? undefined : { min, max, copesWith };
}

function listBreakingOf(due: readonly string[], accepts: AcceptedSchema | undefined) {
  const { migrations } = manifest;
  return listUnaccepted(
    migrations.filter(({ tag }) => due.includes(tag)),
    accepts,
    migrations,
  );
}

/** Code that does not say what it accepts may be of any age, and newer code knows them all: nothing is known then. */
function listStanding({ migrations }: SchemaTruth, accepts: AcceptedSchema | undefined) {
  if (!manifest.migrations.some(({ tag }) => tag === accepts?.max)) return [];
  const applied = migrations.filter(({ state }) => state === 'applied');
  return listBreakingOf(
    applied.map(({ tag }) => tag),
    accepts,
  );
}

function schemaProblems({ verdict, migrations }: SchemaTruth): readonly Finding[] {
  const problem = (reason: string, wayOut: string) => [{ object: 'schema', reason, wayOut }];
  if (verdict === 'ahead') {
    return problem('newer code has migrated this database', 'deploy that code, or a later one');
  }
  const isMissing = migrations.some(({ state }) => state === 'missing');
  if (verdict !== 'damaged' || isMissing) return [];
  return problem('it is damaged', 'see "npx burgee status", then "npx burgee repair"');
}

/** A version that nobody has asked for a flag was not tried. The first has no keys yet. */
function keyProblems({ settings }: Tools, running: Running | undefined): readonly Finding[] {
  if (settings.key !== undefined || running === undefined) return [];
  const reason = 'without one, the new version cannot be asked for a flag';
  const wayOut =
    'set BURGEE_KEY to a server key (bgs_…); "npx burgee init" keeps one in .burgee, and docs/keys.md tells how to make one';
  return [{ object: 'key', reason, wayOut }];
}

function breakingProblems({ settings }: Tools, { breaking }: Findings): readonly Finding[] {
  if (settings.acceptsBreaking) return [];
  return breaking.map(({ tag, breaks }) => ({
    object: `migration ${tag}`,
    reason: `the running version may rely on what it changes: ${breaks.join(', ')}`,
    wayOut:
      'first deploy code that does without and says so in src/schema/accepted-schema.ts (docs/deploy.md); or, if changing flags may fail for these minutes: --accept-breaking',
  }));
}

/** It stands against no deployment, which would end it; until there is one, somebody has to know. */
function standingProblems({ running, standing }: Findings): readonly Finding[] {
  return standing.map(({ tag, breaks }) => ({
    object: `migration ${tag}`,
    reason: `it has run, and ${running?.version} may rely on what it has changed: ${breaks.join(', ')}`,
    wayOut: `deploy when the rest is right, or take it back now: ${rollbackCommand(tag)}`,
  }));
}

function objectProblems(
  { settings }: Tools,
  { objectMigrations, running }: Findings,
): readonly Finding[] {
  const isNeeded = objectMigrations.length > 0 && running !== undefined;
  if (settings.isAllAtOnce && !isNeeded && running !== undefined) {
    const reason =
      'the version that answers has all migrations of Durable Objects, so the next one can go step by step';
    return [{ object: '--all-at-once', reason, wayOut: 'leave it out, or give --steps 100' }];
  }
  if (!isNeeded || settings.isAllAtOnce) return [];
  const wayOut =
    'npx burgee deploy --all-at-once: everybody gets it at once, and there is no way back behind it';
  return objectMigrations.map((tag) => ({
    object: `Durable Object migration ${tag}`,
    reason: 'Cloudflare takes none with a version that is uploaded, and none back',
    wayOut,
  }));
}

function notDeployable(findings: readonly Finding[]) {
  const things = counted(findings.length, 'thing stands', 'things stand');
  return deployFailure('not_deployable', `${things} against it:`, {
    findings,
    wayOut: 'Put these right, then deploy again.',
  });
}

function summaryOf(name: string, { running, due, unfinished, standing }: Findings): string {
  const migrations =
    due.length === 0 ? 'no migration due' : `${counted(due.length, 'migration')} due`;
  const before = unfinished
    ? ', and an earlier deployment that has not ended is to be taken back'
    : '';
  const run = standing.map(({ tag }) => tag).join(', ');
  const relied = run && `; ${run} ran before, and it may rely on what that has changed`;
  return running
    ? `${name} runs ${running.version}; ${migrations}${relied}${before}`
    : `the first deployment of ${name}; ${migrations}`;
}
