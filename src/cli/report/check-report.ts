import { describeTruth } from '../../control/schema/describe-truth.ts';
import type { SchemaTruth } from '../../schema/truth.ts';
import type { Report } from '../command.ts';
import { adviceLines, adviseOn } from './advice.ts';
import { tellDifferences, unawaited } from './differences.ts';
import { counted, indent } from './layout.ts';
import { migrationLines } from './migrations.ts';
import type { Paint } from './paint.ts';
import { recordLines } from './records.ts';
import { verdictLine } from './verdict.ts';

export function checkReport(truth: SchemaTruth): Pick<Report, 'document' | 'lines'> {
  return {
    document: {
      command: 'check',
      is_sound: truth.verdict === 'sound',
      ...describeTruth(truth),
      advice: adviseOn(truth),
    },
    lines: (paint) => linesOf(truth, paint),
  };
}

/** The rest is told by "burgee status". */
const mostDifferences = 10;

function linesOf(truth: SchemaTruth, paint: Paint): readonly string[] {
  const unsettled = truth.migrations.filter(({ state }) => state !== 'applied');
  const told = tellDifferences(unawaited(truth));
  const damages = told.filter(({ weight }) => weight === 'damage');
  const more = damages.length - mostDifferences;
  return [
    verdictLine(truth, paint),
    ...indent(migrationLines(unsettled, paint), 2),
    ...indent(recordLines(truth, paint), 2),
    ...damages.slice(0, mostDifferences).map((each) => `  ${paint.bad('✗')} ${each.sentence}`),
    ...(more > 0 ? [`  and ${counted(more, 'difference')} more: npx burgee status`] : []),
    ...indent(adviceLines(adviseOn(truth)), 2).map((line) => line.replace(/^ {2}/, '→ ')),
  ];
}
