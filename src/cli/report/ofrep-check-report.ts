import type { CheckResult, Verdict } from '../../ofrep-check/run-checks.ts';
import type { Settings } from '../../ofrep-check/settings.ts';
import type { Report } from '../command.ts';
import { align, counted, indent, section } from './layout.ts';
import type { Paint } from './paint.ts';

type Kind = CheckResult['kind'];
type Asked = Pick<Settings, 'baseUrl' | 'key'>;

export function ofrepCheckReport(
  verdict: Verdict,
  asked: Asked,
): Pick<Report, 'document' | 'lines'> {
  return {
    document: documentOf(verdict, asked),
    lines: (paint) => linesOf(verdict, asked, paint),
  };
}

export function countResults(verdict: Verdict): Readonly<Record<Kind, number>> {
  const counts = { passed: 0, failed: 0, warned: 0, skipped: 0 };
  for (const { kind } of resultsOf(verdict)) counts[kind] += 1;
  return counts;
}

const resultsOf = ({ sections }: Verdict) => sections.flatMap(({ results }) => results);

function documentOf(verdict: Verdict, { baseUrl }: Asked) {
  const counts = countResults(verdict);
  return {
    command: 'ofrep-check',
    server: baseUrl,
    is_conformant: counts.failed === 0,
    key_accepted_as: verdict.schemes.map((scheme) => scheme.replace('-', '_')),
    counts,
    checks: verdict.sections.flatMap(({ id, results }) =>
      results.map((result) => ({ section: id, ...checkDocument(result) })),
    ),
  };
}

function checkDocument(result: CheckResult) {
  const { check, kind } = result;
  const { id, title, level, source, consequence } = check;
  return {
    id,
    title,
    level,
    source,
    consequence,
    result: kind,
    note: kind === 'passed' ? result.note : null,
    expected: 'expected' in result ? result.expected : null,
    came: 'came' in result ? result.came : null,
    reason: kind === 'skipped' ? result.reason : null,
    option: kind === 'skipped' ? result.option : null,
  };
}

function linesOf(verdict: Verdict, { baseUrl, key }: Asked, paint: Paint): readonly string[] {
  const names = { bearer: 'Bearer', 'api-key': 'X-API-Key' } as const;
  const schemes = verdict.schemes.map((scheme) => names[scheme]).join(' and ');
  const idWidth = Math.max(...resultsOf(verdict).map(({ check }) => check.id.length));
  return [
    `OFREP at ${baseUrl}, asked ${key === undefined ? 'without a key' : `with a key, accepted as ${schemes}`}`,
    ...verdict.sections.flatMap(({ title, results }) =>
      section(
        paint.strong(title),
        skippedAsOne(results, paint) ??
          results.flatMap((result) => resultLines(result, { idWidth, paint })),
      ),
    ),
    ...section(paint.strong('To be told more'), optionLines(verdict)),
    '',
    verdictLine(verdict, paint),
  ];
}

/** A section that is skipped for one reason; undefined for any other. */
function skippedAsOne(
  results: readonly CheckResult[],
  paint: Paint,
): readonly string[] | undefined {
  const reasons = new Set(
    results.map((result) => (result.kind === 'skipped' ? result.reason : undefined)),
  );
  const [reason] = reasons;
  if (reason === undefined || reasons.size > 1) return undefined;
  return [
    `${paint.dim('–')} ${counted(results.length, 'check')} skipped${paint.dim(` (${reason})`)}`,
  ];
}

function resultLines(
  result: CheckResult,
  { idWidth, paint }: { readonly idWidth: number; readonly paint: Paint },
): readonly string[] {
  const { id, title, source, consequence } = result.check;
  const line = (mark: string, note: string) =>
    `${mark} ${id.padEnd(idWidth)}  ${title}${note === '' ? '' : paint.dim(` (${note})`)}`;
  if (result.kind === 'passed') return [line(paint.good('✓'), result.note)];
  if (result.kind === 'skipped') return [line(paint.dim('–'), result.reason)];
  const mark = result.kind === 'failed' ? paint.bad('✗') : paint.warning('!');
  const told = align([
    ['expected', result.expected],
    ['came', result.came],
    ['so', consequence],
    ['source', source],
  ]);
  return [line(mark, ''), ...indent(told, 4)];
}

/** What would tell more, by the option that makes it possible. */
function optionLines(verdict: Verdict): readonly string[] {
  const skipped = resultsOf(verdict).flatMap((result) =>
    result.kind === 'skipped' && result.option !== null
      ? [{ id: result.check.id, option: result.option }]
      : [],
  );
  const byOption = Map.groupBy(skipped, ({ option }) => option);
  return align([...byOption].map(([option, all]) => [option, all.map(({ id }) => id).join(', ')]));
}

function verdictLine(verdict: Verdict, paint: Paint): string {
  const { passed, failed, warned, skipped } = countResults(verdict);
  const counts = [
    `${passed} passed`,
    ...(failed > 0 ? [paint.bad(`${failed} failed`)] : []),
    ...(warned > 0 ? [paint.warning(counted(warned, 'warning'))] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ].join(', ');
  if (failed === 0) return `${paint.good('✓')} Speaks OFREP as its clients need it: ${counts}`;
  return `${paint.bad('✗')} Does not speak OFREP as its clients need it: ${counts}`;
}
