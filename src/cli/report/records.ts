import { listRecordProblems } from '../../schema/migrations/record-problems.ts';
import type { SchemaTruth } from '../../schema/truth.ts';
import { counted } from './layout.ts';
import type { Paint } from './paint.ts';

/** Of records that belong to no migration, or to one too often; none when all is well. */
export function recordLines({ records: judged }: SchemaTruth, paint: Paint): readonly string[] {
  return listRecordProblems(judged).map(({ weight, reason, records }) => {
    const mark = weight === 'damage' ? paint.bad('✗') : paint.warning('!');
    return `${mark} ${counted(records.length, 'record')} ${reason}`;
  });
}
