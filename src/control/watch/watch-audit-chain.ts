import type { Database } from '../../db/connect.ts';
import { auditPolicy, watchPolicy } from '../../resource-policy.ts';
import type { Problem } from '../../watchman/problem.ts';
import type { AuditMemory } from '../../watchman/watch-memory.ts';
import { genesis } from '../audit.ts';
import type { AuditAnchors } from '../audit-log/audit-anchors.ts';
import { findLostAnchor, listAnchors } from '../audit-log/find-lost-anchor.ts';
import { walkChain } from '../audit-log/walk-chain.ts';
import { atOnce } from './patience.ts';
import type { AuditFacts } from './read-facts.ts';

export interface ChainCapabilities {
  readonly database: Pick<Database, 'current'>;
  readonly auditAnchors?: Pick<AuditAnchors, 'list'> | undefined;
}

interface Chain {
  readonly known: AuditMemory;
  readonly facts: AuditFacts;
  readonly now: number;
}

interface Judged {
  readonly memory: AuditMemory;
  readonly fault?: string | undefined;
}

/**
 * Whether what was added follows from what was there, and once a day whether the whole chain does, a part
 * each minute. Where nothing was added it asks nothing.
 */
export async function watchAuditChain(
  capabilities: ChainCapabilities,
  { known, facts, now }: { known: AuditMemory | null; facts: AuditFacts; now: number },
): Promise<{ problems: readonly Problem[]; memory: AuditMemory }> {
  const chain = { known: known ?? unknown(now), facts, now };
  const added = await judgeAdded(capabilities, chain);
  const judged = added.fault
    ? added
    : await judgeWhole(capabilities, { ...chain, known: added.memory });
  const fault = judged.fault ?? judged.memory.lost;
  return { memory: judged.memory, problems: fault ? [brokenChain(fault)] : [] };
}

const unknown = (now: number): AuditMemory => ({
  mark: { seq: genesis.seq, hash: genesis.hash },
  markedAt: now,
  walk: null,
  wholeAt: now,
  lost: null,
});

async function judgeAdded(
  { database }: ChainCapabilities,
  { known, facts, now }: Chain,
): Promise<Judged> {
  const { seq, hash } = known.mark;
  if (seq > 0 && facts.markedHash !== hash) return judgeOtherChain({ database }, known, now);
  if (facts.seq === seq) return { memory: known };
  const walk = await walkChain(database.current, known.mark, auditPolicy.entriesVerifiedAtOnce);
  const mark = { seq: walk.last.seq, hash: walk.last.hash };
  return { memory: { ...known, mark, markedAt: now }, fault: walk.fault?.message };
}

/** One that began anew since, as its table was lost, says so in its first entry: that is no fault. */
async function judgeOtherChain(
  { database }: ChainCapabilities,
  known: AuditMemory,
  now: number,
): Promise<Judged> {
  const walk = await walkChain(database.current, genesis, auditPolicy.entriesVerifiedAtOnce);
  if (walk.restartedAt && walk.restartedAt.getTime() > known.markedAt) {
    const mark = { seq: walk.last.seq, hash: walk.last.hash };
    return { memory: { ...unknown(now), mark }, fault: walk.fault?.message };
  }
  const { seq } = known.mark;
  const fault =
    walk.fault?.message ??
    `Entry ${seq} is not there any more, or it or one before it was written anew.`;
  return { memory: known, fault };
}

/** Up to where it is known to be sound, beginning once a day. */
async function judgeWhole(
  { database, auditAnchors }: ChainCapabilities,
  { known, now }: Chain,
): Promise<Judged> {
  const isDue = now - known.wholeAt >= watchPolicy.wholeChainMilliseconds;
  if (!known.walk && !isDue) return { memory: known };
  const start = known.walk ?? { ...genesis, restartedAt: null };
  const walk = await walkChain(database.current, start, auditPolicy.entriesVerifiedAtOnce);
  const { seq, hash } = walk.last;
  const restartedAt = walk.restartedAt?.getTime() ?? start.restartedAt;
  if (walk.fault) {
    const memory = { ...known, mark: { seq, hash }, walk: null, wholeAt: now };
    return { memory, fault: walk.fault.message };
  }
  if (!walk.isComplete) return { memory: { ...known, walk: { seq, hash, restartedAt } } };
  const since = restartedAt === null ? undefined : new Date(restartedAt);
  const anchors = await listAnchors(auditAnchors, { restartedAt: since });
  const lost = (await findLostAnchor(database.current, anchors))?.message ?? null;
  return { memory: { ...known, walk: null, wholeAt: now, lost } };
}

const brokenChain = (fault: string): Problem => ({
  key: 'audit',
  severity: 'critical',
  title: 'The audit log was altered',
  environment: null,
  items: [],
  consequence: 'What it says from there on, and of what was before, is no proof any more.',
  whatToDo:
    'Run "npx burgee audit verify", compare it with an export or a backup, and find out who can write to the database beside Burgee. docs/audit.md says how.',
  details: [fault],
  features: [],
  patience: atOnce,
});
