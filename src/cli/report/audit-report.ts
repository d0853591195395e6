import type { AuditVerdict } from '../../contract/access/audit.ts';
import type { Report } from '../command.ts';
import { counted, section } from './layout.ts';
import type { Paint } from './paint.ts';

export function auditReport(verdict: AuditVerdict): Pick<Report, 'document' | 'lines'> {
  return {
    document: { command: 'audit verify', ...verdict },
    lines: (paint) => auditLines(verdict, paint),
  };
}

function auditLines(verdict: AuditVerdict, paint: Paint): readonly string[] {
  const { entries, head, first_fault: fault, restarted_at: restartedAt } = verdict;
  const { is_append_only: isAppendOnly } = verdict;
  return [
    fault
      ? `${paint.bad('✗')} The audit log was tampered with: ${fault.message}`
      : `${paint.good('✓')} ${soundLine(entries)}`,
    ...(restartedAt === null
      ? []
      : [`${paint.warning('!')} It began anew at ${restartedAt}, as its table had been lost.`]),
    ...(isAppendOnly
      ? []
      : [
          `${paint.warning('!')} The role of this connection may alter entries. See docs/audit.md.`,
        ]),
    ...(fault && entries > 0
      ? [`  ${counted(entries, 'entry before is', 'entries before are')} sound.`]
      : []),
    ...section(paint.strong('What to do'), adviceOn(fault !== null, head)),
  ];
}

const soundLine = (entries: number): string =>
  entries === 0
    ? 'Nothing is in the audit log yet.'
    : `${counted(entries, 'entry follows', 'entries follow')} each from the one before.`;

function adviceOn(isBroken: boolean, head: AuditVerdict['head']): readonly string[] {
  if (isBroken) {
    return ['Keep the database as it is, and compare with a backup: see docs/audit.md.'];
  }
  if (head === null) return [];
  return [
    'Write the head down where the database cannot reach, and compare with it next time:',
    `npx burgee audit verify --head ${head.seq}:${head.hash}`,
  ];
}
