import { Hono } from 'hono';
import type {
  ExportAuditInput,
  ListAuditInput,
  VerifyAuditInput,
} from '../../../contract/access/audit.ts';
import { exportAuditLog } from '../../../control/audit-log/export-audit-log.ts';
import { listAuditEntries } from '../../../control/audit-log/list-audit-entries.ts';
import { verifyAuditChain } from '../../../control/audit-log/verify-audit-chain.ts';
import type { AdminEnv } from '../admin-env.ts';
import { queryOf } from '../query-of.ts';
import { streamText } from '../stream-text.ts';

const contentTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson',
};

export const auditRoutes = new Hono<AdminEnv>()
  .get('/', queryOf<ListAuditInput>(), async (c) => {
    const input = c.req.valid('query');
    return c.json(await listAuditEntries({ ctx: c.var.control, input }));
  })
  .get('/verify', queryOf<VerifyAuditInput>(), async (c) =>
    c.json(await verifyAuditChain({ ctx: c.var.control, input: c.req.valid('query') })),
  )
  .get('/export', queryOf<ExportAuditInput>(), async (c) => {
    const input = c.req.valid('query');
    const lines = await exportAuditLog({ ctx: c.var.control, input });
    c.header('Content-Type', contentTypes[input.format] ?? 'text/plain');
    c.header('Content-Disposition', `attachment; filename="audit-log.${input.format}"`);
    return c.body(streamText(lines));
  });
