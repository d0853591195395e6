import { totalOf } from '../../control/backup/backup-format.ts';
import type { TableChange } from '../../control/restore/compare-rows.ts';
import type { Restored } from '../../control/restore/restore-backup.ts';
import type { Report } from '../command.ts';
import { align, counted, section } from './layout.ts';
import type { Paint } from './paint.ts';
import { quoted } from './typed-again.ts';

export interface ToldRestore extends Restored {
  readonly file: string;
  readonly isRehearsal: boolean;
  readonly keepsVersions: boolean;
  /** A deployment said what it serves. */
  readonly isAsked: boolean;
  /** Those that say where, as they were typed. */
  readonly options: readonly string[];
}

export function restoreReport(told: ToldRestore): Pick<Report, 'document' | 'lines'> {
  const { summary, versions, laidToRest } = told;
  return {
    document: {
      command: 'restore',
      status: told.isRehearsal ? 'rehearsed' : 'restored',
      file: told.file,
      taken_at: summary.head.taken_at,
      code: summary.head.code,
      sha256: summary.sha256,
      rows: totalOf(summary.rows),
      migrations: told.migrations,
      tables: told.changes,
      dropped: told.dropped,
      filled: told.filled,
      audit_log: told.isAuditKept ? 'kept' : 'restored',
      audit_entries: told.auditProof?.entries ?? null,
      audit_fault: told.auditProof?.fault ?? null,
      versions,
      revoked_again: laidToRest.keys,
      invitations_revoked: laidToRest.invitations,
      schedules_paused: laidToRest.schedules,
      admins_added: told.newAdmins,
      lost_environments: told.lostEnvironments,
      way_back: told.wayBack ?? null,
    },
    lines: (paint) => linesOf(told, paint),
  };
}

function linesOf(told: ToldRestore, paint: Paint): readonly string[] {
  const { summary, isRehearsal, file, migrations, wayBack } = told;
  const rows = `${counted(totalOf(summary.rows), 'row')} of ${summary.head.taken_at}`;
  const title = isRehearsal
    ? `The backup is whole, and can be restored: ${rows}. Everything was rolled back.`
    : `Restored ${rows}, in one transaction.`;
  return [
    `${paint.good('✓')} ${title}`,
    ...(migrations.length > 0 ? [`  after ${counted(migrations.length, 'migration')}`] : []),
    ...auditLines(told),
    ...section(paint.strong(isRehearsal ? 'Would be different' : 'Different'), tableLines(told)),
    ...section(paint.strong('Versions'), versionLines(told)),
    ...section(
      paint.strong('To know'),
      noteLines(told).map((line) => `${paint.warning('!')} ${line}`),
    ),
    ...section(
      paint.strong('What to do'),
      isRehearsal
        ? [[`npx burgee restore ${quoted(file)}`, ...optionsOf(told)].join(' ')]
        : nextLines(told),
    ),
    ...(wayBack === undefined
      ? []
      : section(paint.strong('The way back'), [
          [`npx burgee restore ${quoted(wayBack)} --replace`, ...told.options].join(' '),
        ])),
  ];
}

/** What is wrong with it is to be known, and said there. */
const auditLines = ({ auditProof }: ToldRestore): readonly string[] =>
  auditProof === undefined || auditProof.fault
    ? []
    : [
        `  its audit log is whole: ${counted(auditProof.entries, 'entry', 'entries')}, each of which follows from the one before`,
      ];

const optionsOf = ({ changes, keepsVersions, options }: ToldRestore): readonly string[] => [
  ...(changes.some(({ before }) => before > 0) ? ['--replace'] : []),
  ...(keepsVersions ? ['--keep-versions'] : []),
  ...options,
];

function tableLines({ changes, isAuditKept }: ToldRestore): readonly string[] {
  const lines = changes
    .filter(isDifferent)
    .map(({ table, before, after, ...change }) => [
      table,
      `${before.toLocaleString('en')} → ${counted(after, 'row')}`,
      [
        change.added > 0 ? `${change.added.toLocaleString('en')} added` : '',
        change.removed > 0 ? `${change.removed.toLocaleString('en')} gone` : '',
        change.altered > 0 ? `${change.altered.toLocaleString('en')} altered` : '',
      ]
        .filter(Boolean)
        .join(', '),
    ]);
  return [
    ...(lines.length > 0 ? align(lines) : ['no row']),
    ...(isAuditKept && changes.some(({ before }) => before > 0)
      ? ['audit_logs stays: it continues that of the backup']
      : []),
  ];
}

const isDifferent = ({ added, removed, altered }: TableChange) => added + removed + altered > 0;

function versionLines({ versions, keepsVersions, isAsked }: ToldRestore): readonly string[] {
  if (keepsVersions) {
    return ['stay those of the backup: nothing is published until "npx burgee warm"'];
  }
  return [
    ...align(
      versions.map(({ environment, backup, version }) => [environment, `${backup} → ${version}`]),
    ),
    isAsked
      ? 'above what the deployment serves'
      : 'above what was ever published, by a gap: no deployment was asked (BURGEE_URL, ADMIN_SECRET)',
  ];
}

function noteLines(told: ToldRestore): readonly string[] {
  const { laidToRest, dropped, filled, lostEnvironments, newAdmins, summary } = told;
  const { keys, invitations, schedules } = laidToRest;
  return [
    'everybody has to log in again',
    `members who were removed and keys that were revoked since ${summary.head.taken_at} are back`,
    ...(newAdmins.length > 0
      ? [`may do everything, and could not in this database before: ${listed(newAdmins)}`]
      : []),
    ...(told.auditProof?.fault
      ? [
          `the audit log of the backup was altered: ${told.auditProof.fault.message} See docs/audit.md`,
        ]
      : []),
    ...(isLogReplaced(told)
      ? ['the audit log that was here does not continue that of the backup: it is replaced']
      : []),
    ...(keys > 0
      ? [`${counted(keys, 'key')} revoked all the same, as in the database before`]
      : []),
    ...(invitations > 0
      ? [`${counted(invitations, 'open invitation')} revoked: invite again`]
      : []),
    ...(schedules > 0 ? [`${counted(schedules, 'schedule')} paused, as due meanwhile`] : []),
    ...dropped.map((name) => `${name} is not in the schema any more: not restored`),
    ...(filled.length > 0 ? [`added since, with their default: ${filled.join(', ')}`] : []),
    ...lostEnvironments.map(
      (key) => `environment ${key} is not in the backup; what is published of it is served on`,
    ),
    ...summary.head.missing.map((name) => `table ${name} was lost when the backup was taken`),
  ];
}

const isLogReplaced = ({ changes }: ToldRestore) =>
  changes.some(({ table, before }) => table === 'audit_logs' && before > 0);

const mostListed = 10;

const listed = (names: readonly string[]): string =>
  names.slice(0, mostListed).join(', ') +
  (names.length > mostListed ? ` and ${names.length - mostListed} more` : '');

const nextLines = ({ keepsVersions }: ToldRestore): readonly string[] => [
  ...align([
    ['npx burgee check', 'the schema, object by object'],
    ['npx burgee audit verify', 'the audit log that was restored'],
    [
      'npx burgee warm',
      keepsVersions
        ? 'publishes; POST /admin/repair before it brings what is served alone'
        : 'publishes at once; the scheduled job does so within two minutes',
    ],
  ]),
];
