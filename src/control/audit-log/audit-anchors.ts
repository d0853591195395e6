import * as z from 'zod';
import { type AuditAnchor, auditAnchor } from '../../contract/access/audit.ts';
import { auditPolicy } from '../../resource-policy.ts';

/** Heads of the chain, kept outside of the database: who may write there cannot change these. */
export interface AuditAnchors {
  /** Oldest first. */
  list(): Promise<readonly AuditAnchor[]>;
  add(anchor: AuditAnchor): Promise<void>;
}

const key = 'audit-anchors';
const stored = z.array(auditAnchor);

/** One entry of KV, from which the oldest drop out in time. Both calls reject when KV does not answer. */
export const kvAuditAnchors = (kv: Pick<KVNamespace, 'get' | 'put'>): AuditAnchors => {
  const list = async () => {
    const text = await kv.get(key);
    return text === null ? [] : stored.parse(JSON.parse(text));
  };
  return {
    list,
    async add(anchor) {
      const anchors = [...(await list()), anchor].slice(-auditPolicy.anchors);
      await kv.put(key, JSON.stringify(anchors));
    },
  };
};
