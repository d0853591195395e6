import * as z from 'zod';
import { alertList, listAlertsInput } from '../../../contract/alert-resource.ts';
import {
  auditPage,
  auditVerdict,
  exportAuditInput,
  listAuditInput,
  verifyAuditInput,
} from '../../../contract/audit.ts';
import { repairInput, repairResult, runningRepair } from '../../../contract/repair.ts';
import { schemaReport } from '../../../contract/schema-report.ts';
import {
  staleFlag,
  staleThresholds,
  staleThresholdsResource,
} from '../../../contract/staleness.ts';
import { listOf } from '../list-of.ts';
import type { Section } from '../operation.ts';

export const upkeep: Section = {
  title: 'Upkeep',
  says: 'Who changed what, flags whose time is over, and the database.',
  operations: [
    {
      route: 'GET /admin/alerts',
      summary: 'What is wrong now, and what was told of late. Needs no database.',
      needs: 'viewer',
      bySecret: true,
      query: listAlertsInput,
      answer: alertList,
      refuses: ['not_configured'],
    },
    {
      route: 'GET /admin/audit',
      summary: 'Who changed what, the newest first.',
      needs: 'viewer',
      query: listAuditInput,
      answer: auditPage,
    },
    {
      route: 'GET /admin/audit/verify',
      summary: 'Whether the log is untouched, or the first entry that is not.',
      needs: 'viewer',
      query: verifyAuditInput,
      answer: auditVerdict,
    },
    {
      route: 'GET /admin/audit/export',
      summary: 'All of it as a file.',
      needs: 'viewer',
      query: exportAuditInput,
      sampleQuery: 'format=csv',
      alsoAnswers: ['text/csv', 'application/x-ndjson'],
    },
    {
      route: 'GET /admin/stale-flags',
      summary: 'Flags that nobody needs any more, with the signs of it.',
      needs: 'viewer',
      answer: listOf('flags', staleFlag),
    },
    {
      route: 'GET /admin/stale-thresholds',
      summary: 'After how many days a flag counts as stale.',
      needs: 'viewer',
      answer: staleThresholdsResource,
    },
    {
      route: 'PUT /admin/stale-thresholds',
      summary: 'Changes them.',
      needs: 'admin',
      body: staleThresholds,
      sample: { unused_days: 30, rolled_out_days: 30, lifetime_days: 180 },
      answer: staleThresholdsResource,
      ifMatch: true,
    },
    {
      route: 'GET /admin/schema',
      summary: 'The truth about the database, object by object.',
      needs: 'viewer',
      bySecret: true,
      answer: schemaReport,
    },
    {
      route: 'POST /admin/repair',
      summary: 'Mends the database in one transaction, and only adds. As NDJSON, step by step.',
      needs: 'admin',
      bySecret: true,
      body: repairInput,
      sample: { mode: 'plan' },
      isBodyOptional: true,
      answer: repairResult,
      alsoAnswers: ['application/x-ndjson'],
      refuses: [
        'plan_changed',
        'repair_refused',
        'database_is_newer',
        'repair_running',
        'rolled_back',
      ],
    },
    {
      route: 'GET /admin/repair/:id',
      summary: 'What came of a repair, or how far it is.',
      needs: 'admin',
      bySecret: true,
      answer: z.union([repairResult, runningRepair]),
    },
  ],
};
