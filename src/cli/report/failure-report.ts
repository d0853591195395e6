import type { Document, Report } from '../command.ts';
import type { Failure } from '../failure.ts';
import { textLines } from './layout.ts';
import type { Paint } from './paint.ts';

export function failureReport(command: string | null, failure: Failure): Report {
  return {
    exitCode: failure.exitCode,
    document: { command, error: failureDocument(failure) },
    lines: (paint) => failureLines(failure, paint),
  };
}

export function failureDocument(failure: Failure): Document {
  const { code, message, wayOut, findings = [], failed, done = [] } = failure;
  return {
    code,
    message,
    way_out: wayOut,
    findings: findings.map(({ object, reason, wayOut: way }) => ({
      object,
      reason,
      way_out: way ?? null,
    })),
    failed_statement: failed ?? null,
    done,
  };
}

/** The last of them is the way out. */
export function failureLines(
  { message, wayOut, findings = [], failed, done = [] }: Failure,
  paint: Paint,
): readonly string[] {
  const lines = [...done.map((tag) => `${paint.good('✓')} ${tag}`), `${paint.bad('✗')} ${message}`];
  for (const { object, reason, wayOut: way } of findings) {
    lines.push(`  ${object}: ${reason}`);
    if (way !== undefined && way !== wayOut) lines.push(paint.dim(`    ${way}`));
  }
  if (failed !== undefined) {
    const { statement, sqlstate, message: said, detail } = failed;
    lines.push(...textLines(statement).map((line) => paint.dim(`    ${line}`)));
    lines.push(`  Postgres says: ${said} (${sqlstate})`);
    if (detail !== undefined) lines.push(`  ${detail}`);
  }
  return [...lines, `${paint.strong('→')} ${wayOut}`];
}
