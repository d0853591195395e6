import type { HeldLock, LockEffect } from '../../schema/migrate/held-locks.ts';
import type { MigrateResult } from '../../schema/migrate/migrate.ts';
import type { RunStatement } from '../../schema/migrate/run-statements.ts';
import type { Report } from '../command.ts';
import type { LintFinding } from '../squawk.ts';
import { counted, indent, section, textLines } from './layout.ts';
import { warningDocument, warningLines } from './migrate-report.ts';
import type { Paint } from './paint.ts';

export interface Rehearsal extends MigrateResult {
  /** Undefined where squawk is not installed. */
  readonly lint: readonly LintFinding[] | undefined;
  /** Those that say where, as they were typed. */
  readonly options: readonly string[];
}

export function rehearsalReport(rehearsal: Rehearsal): Pick<Report, 'document' | 'lines'> {
  return { document: documentOf(rehearsal), lines: (paint) => linesOf(rehearsal, paint) };
}

function documentOf({ migrations, warnings, lint }: Rehearsal) {
  return {
    command: 'migrate',
    status: migrations.length > 0 ? 'rehearsed' : 'nothing_to_do',
    migrations: migrations.map(({ tag, milliseconds, statements }) => ({
      tag,
      milliseconds,
      statements: statements.map(({ statement }) => statement),
      runs: statements,
    })),
    squawk: { is_installed: lint !== undefined, findings: lint ?? [] },
    warnings: warnings.map(warningDocument),
  };
}

function linesOf(
  { migrations, warnings, lint, options }: Rehearsal,
  paint: Paint,
): readonly string[] {
  if (migrations.length === 0) {
    return [
      `${paint.good('✓')} Nothing to do: every migration is applied.`,
      ...warningLines(warnings, paint),
    ];
  }
  return [
    `${paint.good('✓')} ${counted(migrations.length, 'migration')} would run. Everything was rolled back.`,
    ...migrations.flatMap(({ tag, milliseconds, statements }) =>
      section(
        `${paint.strong(tag)}  ${milliseconds} ms`,
        statements.flatMap((each) => statementLines(each, paint)),
      ),
    ),
    ...section(paint.strong('squawk'), lintLines(lint, paint)),
    ...section(paint.strong('Warnings'), warningLines(warnings, paint)),
    ...section(paint.strong('What to do'), [['npx burgee migrate', ...options].join(' ')]),
  ];
}

function statementLines({ statement, milliseconds, locks }: RunStatement, paint: Paint) {
  const felt = locks.filter(({ effect }) => effect.startsWith('blocks_'));
  const notes =
    felt.length > 0 ? felt.map((lock) => lockLine(lock, paint)) : [paint.good('blocks nobody')];
  return [
    ...textLines(statement.endsWith(';') ? statement : `${statement};`),
    ...indent([`${paint.dim(`${milliseconds} ms`)}  ${notes.join('; ')}`], 4),
  ];
}

const effects: Readonly<Record<LockEffect, string>> = {
  blocks_reads: 'blocks reads and writes',
  blocks_writes: 'blocks writes',
  harmless: 'harmless',
  new: 'new',
};

function lockLine({ relation, mode, effect }: HeldLock, paint: Paint): string {
  const colour = effect === 'blocks_reads' ? paint.bad : paint.warning;
  return `${colour(effects[effect])} of ${relation} until its file is through (${mode})`;
}

function lintLines(lint: readonly LintFinding[] | undefined, paint: Paint): readonly string[] {
  if (lint === undefined) return ['is not installed here, so nothing was linted: npm ci'];
  if (lint.length === 0) return [`${paint.good('✓')} has no objection`];
  return lint.flatMap(({ file, line, rule, message, help }) => [
    `${paint.warning('!')} ${file}:${line} ${rule}: ${message}`,
    ...(help === '' ? [] : [paint.dim(`    ${help}`)]),
  ]);
}
