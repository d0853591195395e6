import type { Database } from '../../db/connect.ts';
import { seedEnvironments } from '../../db/seeds.ts';
import { watchPolicy } from '../../resource-policy.ts';
import { answeredWithin } from '../../snapshot/answered-within.ts';
import type { SnapshotStore } from '../../snapshot/store.ts';
import type { Look } from '../../watchman/look.ts';
import type { Problem } from '../../watchman/problem.ts';
import type { Recalled } from '../../watchman/watch-book.ts';
import type { WatchMemory } from '../../watchman/watch-memory.ts';
import type { AuditAnchors } from '../audit-log/audit-anchors.ts';
import { readNewestBackups } from '../backup/kept-backups.ts';
import { findWithheld } from '../find-withheld.ts';
import { listWaiting } from '../list-waiting.ts';
import { type DatabaseFindings, examineDatabase } from './examine-database.ts';
import { examinePublished, type PublishedFindings } from './examine-published.ts';
import { watchAuditChain } from './watch-audit-chain.ts';
import { watchBackups } from './watch-backups.ts';
import type { WatchCapabilities } from './watch-capabilities.ts';
import { watchDatabase } from './watch-database.ts';
import { learnAnswers, watchFallback } from './watch-fallback.ts';
import { learnFeatures, toAlertFeature, watchFeatures } from './watch-features.ts';
import { watchSchema } from './watch-schema.ts';
import { readSizes, watchSizes } from './watch-sizes.ts';
import { watchSnapshots } from './watch-snapshots.ts';
import { readStatements, watchStatements } from './watch-statements.ts';

export interface LookCapabilities extends WatchCapabilities {
  readonly database: Database;
  readonly store: SnapshotStore;
  readonly now: () => Date;
  readonly auditAnchors?: AuditAnchors | undefined;
  /** Where backups are kept; absent where none are. */
  readonly backups?: { readonly bucket: R2Bucket } | undefined;
}

/** What one of the watches has to say. */
interface Watched {
  readonly problems: readonly Problem[];
  readonly unseen?: readonly string[];
  readonly memory?: Partial<WatchMemory>;
}

/** Looks at everything once, and writes nothing. Never rejects: what cannot be looked at is named as unseen. */
export async function takeLook(
  capabilities: LookCapabilities,
  { memory, open }: Recalled,
): Promise<Look> {
  const now = capabilities.now();
  const at = now.getTime();
  const found = await examineDatabase(capabilities.database, memory, now);
  const { facts } = found;
  const environments = facts?.environments?.map(({ key }) => key) ?? listKnown(memory);
  const published = await Promise.all(
    environments.map((environment) => examinePublished(capabilities, environment)),
  );
  const features = learnFeatures(memory.features, facts?.flags, at);
  const scene: Scene = { capabilities, memory, found, published, features, now: at };
  const watched = [
    judgeFeatures(scene),
    judgeSchemaReport(scene),
    judgeFallback(scene),
    ...(await Promise.all([
      lookAtSnapshots(scene),
      lookAtAudit(scene),
      lookAtWeight(scene),
      lookAtBackups(scene),
    ])),
    judgeDatabase(scene),
  ];
  return {
    at,
    problems: watched.flatMap(({ problems }) => problems),
    unseen: watched.flatMap(({ unseen = [] }) => unseen),
    memory: Object.assign({}, memory, { environments }, ...watched.map((each) => each.memory)),
    webhooks: open.tables?.includes('webhooks') ? undefined : facts?.webhooks,
  };
}

interface Scene {
  readonly capabilities: LookCapabilities;
  readonly memory: WatchMemory;
  readonly found: DatabaseFindings;
  readonly published: readonly PublishedFindings[];
  readonly features: ReturnType<typeof learnFeatures>;
  readonly now: number;
}

/** As at the last look; before the first, those of a fresh install. */
const listKnown = ({ environments }: WatchMemory): readonly string[] =>
  environments.length > 0 ? environments : seedEnvironments.map(({ key }) => key);

function judgeFeatures({ features, published, memory }: Scene): Watched {
  const { problems, unseen, ...learnt } = watchFeatures(features, published, memory.versions);
  return { problems, unseen, memory: learnt };
}

const judgeSchemaReport = ({ found: { report }, features }: Scene): Watched =>
  report
    ? { problems: watchSchema(report, features.map(toAlertFeature)) }
    : { problems: [], unseen: ['tables', 'schema', 'migrations', 'newer', 'extras'] };

/** While it does not answer at all, whether it has room or is slow cannot be told. */
const judgeDatabase = ({ found }: Scene): Watched => ({
  problems: watchDatabase(found),
  unseen: found.facts ? [] : ['connections', 'postgres:read-only', 'postgres:slow'],
});

function judgeFallback({ found, features, published, memory, capabilities }: Scene): Watched {
  const { facts, report } = found;
  const problems = watchFallback({
    features,
    published,
    canCompile: facts?.flags !== undefined && report?.verdict !== 'damaged',
    bundled: capabilities.listBundled().map(({ environment }) => environment),
    answers: facts?.answers,
    before: memory.answers,
  });
  return {
    problems,
    unseen: facts?.answers ? [] : ['fallback:counted:'],
    memory: { answers: learnAnswers(facts?.answers, memory.answers) },
  };
}

async function lookAtSnapshots({ capabilities, found, published }: Scene): Promise<Watched> {
  const environments = found.facts?.environments ?? [];
  const inReach = environments.filter(({ key }) =>
    published.every(({ environment, kv }) => environment !== key || kv !== undefined),
  );
  const stored = published.flatMap(({ kv, hub }) => [kv ?? [], hub ?? []].flat());
  const withheld = await findWithheld(capabilities, listWaiting(inReach, stored));
  const hasHub = capabilities.hub !== undefined;
  const away = published.filter(({ kv, hub }) => !kv || (hasHub && !hub));
  return {
    problems: watchSnapshots({ published, environments, withheld, hasHub }),
    unseen: [
      ...away.map(({ environment }) => `snapshot:${environment}`),
      ...(found.facts?.environments ? [] : ['withheld:', 'snapshot:']),
    ],
  };
}

async function lookAtAudit({ capabilities, found, memory, now }: Scene): Promise<Watched> {
  const unseen = { problems: [], unseen: ['audit'] };
  const facts = found.facts?.audit;
  if (!facts) return unseen;
  return watchAuditChain(capabilities, { known: memory.audit, facts, now }).then(
    ({ problems, memory: audit }) => ({ problems, memory: { audit } }),
    () => unseen,
  );
}

const isHeavy = (now: number): boolean =>
  new Date(now).getUTCMinutes() % watchPolicy.heavyMinute.every === watchPolicy.heavyMinute.at;

/** Every tenth minute: how large things are, and what was slow since. */
async function lookAtWeight({ capabilities, found, memory, now }: Scene): Promise<Watched> {
  const unseen = { problems: [], unseen: ['sizes:', 'statements'] };
  if (!found.facts || !isHeavy(now)) return unseen;
  const { current } = capabilities.database;
  try {
    const { relations, hasStatements } = await readSizes(current);
    const problems = watchSizes(relations);
    if (!hasStatements) return { problems };
    const judged = await readStatements(current).then(
      (statements) => watchStatements(statements, memory.statements),
      () => undefined,
    );
    if (!judged) return { problems, unseen: ['statements'] };
    return {
      problems: [...problems, ...judged.problems],
      memory: { statements: judged.memory },
    };
  } catch {
    return unseen;
  }
}

/** Every tenth minute: how old the newest whole backup is. */
async function lookAtBackups({ capabilities: { backups }, now }: Scene): Promise<Watched> {
  if (!backups) return { problems: [] };
  const unseen = { problems: [], unseen: ['backups'] };
  if (!isHeavy(now)) return unseen;
  return answeredWithin(readNewestBackups(backups.bucket), watchPolicy.backupsMilliseconds).then(
    (newest) => ({ problems: watchBackups(newest, now) }),
    () => unseen,
  );
}
