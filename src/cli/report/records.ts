import type { MigrationRecord } from '../../schema/migrations/records.ts';
import type { SchemaTruth } from '../../schema/truth.ts';
import { counted } from './layout.ts';
import type { Paint } from './paint.ts';

/** Of records that belong to no migration, or to one too often; none when all is well. */
export function recordLines({ records }: SchemaTruth, paint: Paint): readonly string[] {
  const line = (mark: string, list: readonly MigrationRecord[], what: string) =>
    list.length === 0 ? [] : [`${mark} ${counted(list.length, 'record')} ${what}`];
  return [
    ...line(paint.bad('✗'), records.newer, 'of migrations that are newer than this code'),
    ...line(
      paint.bad('✗'),
      records.future,
      'dated ahead of now: until then, drizzle-kit skips whatever is generated',
    ),
    ...line(paint.warning('!'), records.unknown, 'of migrations that this code does not know'),
    ...line(
      paint.warning('!'),
      records.repeated,
      'written twice, by migrators that ran at the same time',
    ),
  ];
}
