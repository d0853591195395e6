import * as z from 'zod';
import {
  auditPage,
  auditVerdict,
  exportAuditInput,
  listAuditInput,
  verifyAuditInput,
} from '../../../contract/access/audit.ts';
import {
  staleFlag,
  staleThresholds,
  staleThresholdsResource,
} from '../../../contract/flags/staleness.ts';
import { getUsageInput, usageFilter, usageReport } from '../../../contract/flags/usage.ts';
import { repairInput, repairResult, runningRepair } from '../../../contract/health/repair.ts';
import { schemaReport } from '../../../contract/health/schema-report.ts';
import { alertList, listAlertsInput } from '../../../contract/notifications/alert-resource.ts';
import { listOf } from '../list-of.ts';
import type { Section } from '../operation.ts';

export const upkeep: Section = {
  title: 'Upkeep',
  says: 'The audit log, usage, stale flags, and the database.',
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
      summary: 'Lists who changed what, the newest first.',
      needs: 'viewer',
      query: listAuditInput,
      answer: auditPage,
    },
    {
      route: 'GET /admin/audit/verify',
      summary:
        'Verifies the hash chain of the audit log, and names the first entry that was tampered with.',
      needs: 'viewer',
      query: verifyAuditInput,
      answer: auditVerdict,
    },
    {
      route: 'GET /admin/audit/export',
      summary: 'Exports the audit log as a file.',
      needs: 'viewer',
      query: exportAuditInput,
      sampleQuery: 'format=csv',
      alsoAnswers: ['text/csv', 'application/x-ndjson'],
    },
    {
      route: 'GET /admin/usage',
      summary: 'Tells how often flags were evaluated, over time and by group.',
      needs: 'viewer',
      query: getUsageInput,
      answer: usageReport,
    },
    {
      route: 'GET /admin/usage/export',
      summary: 'Exports evaluations as CSV, a row for each hour or day and label.',
      needs: 'viewer',
      query: usageFilter,
      alsoAnswers: ['text/csv'],
    },
    {
      route: 'GET /admin/stale-flags',
      summary: 'Lists flags that seem no longer needed, each with the signs of it.',
      needs: 'viewer',
      answer: listOf('flags', staleFlag),
    },
    {
      route: 'GET /admin/stale-thresholds',
      summary: 'Shows after how many days a flag counts as stale.',
      needs: 'viewer',
      answer: staleThresholdsResource,
    },
    {
      route: 'PUT /admin/stale-thresholds',
      summary: 'Changes after how many days a flag counts as stale.',
      needs: 'admin',
      body: staleThresholds,
      sample: { unused_days: 30, rolled_out_days: 30, lifetime_days: 180 },
      answer: staleThresholdsResource,
      ifMatch: true,
    },
    {
      route: 'GET /metrics',
      summary: 'Everything in numbers, as Prometheus reads them. METRICS_TOKEN opens it as well.',
      needs: 'viewer',
      alsoAnswers: ['text/plain'],
      refuses: ['unauthenticated', 'too_many_attempts', 'database_unavailable'],
    },
    {
      route: 'GET /admin/schema',
      summary: 'Shows the state of the database, object by object.',
      needs: 'viewer',
      bySecret: true,
      answer: schemaReport,
    },
    {
      route: 'POST /admin/repair',
      summary:
        'Repairs the database in one transaction that only adds. With Accept: application/x-ndjson, step by step.',
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
      summary: 'Shows what came of a repair, or how far it is.',
      needs: 'admin',
      bySecret: true,
      answer: z.union([repairResult, runningRepair]),
    },
  ],
};
