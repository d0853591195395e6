import type { AuditAnchor, AuditVerdict } from '../../contract/access/audit.ts';
import { findLostAnchor } from '../../control/audit-log/find-lost-anchor.ts';
import { verifyAuditChain } from '../../control/audit-log/verify-audit-chain.ts';
import type { DatabaseCall, Given, Report } from '../command.ts';
import { contextOf } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { FailureError } from '../failure.ts';
import { auditReport } from '../report/audit-report.ts';

/** The whole chain, however long. */
export async function run(call: DatabaseCall): Promise<Report> {
  const head = readHead(call.given);
  const verdict = withFault(
    await verifyAll(call),
    await findLostAnchor(call.database.current, head ? [head] : []),
  );
  const exitCode = verdict.status === 'intact' ? exitCodes.ok : exitCodes.unsound;
  return { exitCode, ...auditReport(verdict) };
}

async function verifyAll(call: DatabaseCall): Promise<AuditVerdict> {
  const ctx = contextOf(call);
  let verdict = await verifyAuditChain({ ctx, input: {} });
  while (verdict.status === 'intact' && !verdict.is_complete && verdict.verified_to !== null) {
    call.progress(`${verdict.entries.toLocaleString('en')} entries are sound …`);
    const next = await verifyAuditChain({ ctx, input: { after: verdict.verified_to } });
    verdict = { ...next, entries: verdict.entries + next.entries };
  }
  return verdict;
}

const withFault = (
  verdict: AuditVerdict,
  fault: AuditVerdict['first_fault'] | undefined,
): AuditVerdict =>
  fault ? { ...verdict, status: 'broken', first_fault: verdict.first_fault ?? fault } : verdict;

/** As the report shows it. */
function readHead({ head }: Given): AuditAnchor | undefined {
  if (head === undefined) return undefined;
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(`${head}`) ?? [];
  if (seq !== undefined && hash !== undefined) {
    return { seq: Number(seq), hash, noted_at: 'the time it was written down' };
  }
  throw new FailureError({
    code: 'usage',
    exitCode: exitCodes.usage,
    message: '--head is no entry.',
    wayOut: 'Write it as an earlier "burgee audit verify" told it: --head 17:<64 hex digits>.',
  });
}
