import { metricsPolicy } from '../../resource-policy.ts';
import { findLastEntry } from '../audit.ts';
import { verifyAuditChain } from '../audit-log/verify-audit-chain.ts';
import type { ControlContext } from '../context.ts';
import { ControlError } from '../errors.ts';
import { one, type Readings } from './metrics.ts';

/** Of its newest entries, and of all hashes that were noted elsewhere: the whole takes `burgee audit verify`. */
export async function readAudit(ctx: ControlContext): Promise<Readings> {
  const { seq } = await findLastEntry(ctx.database.current);
  const after = Math.max(0, seq - metricsPolicy.auditEntries);
  const verdict = await verifyAuditChain({ ctx, input: { after } }).catch(brokenWhereMissing);
  return {
    burgee_audit_entries: one(seq),
    burgee_audit_chain_intact: one(verdict?.status === 'intact' ? 1 : 0),
    ...(verdict && { burgee_audit_append_only: one(verdict.is_append_only ? 1 : 0) }),
  };
}

/** The entry to begin at is not there. */
function brokenWhereMissing(error: unknown): undefined {
  if (error instanceof ControlError && error.code === 'not_found') return undefined;
  throw error;
}
