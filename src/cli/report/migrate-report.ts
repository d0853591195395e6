import type { RunMigration } from '../../schema/migrate/apply-next.ts';
import type { MigrateResult } from '../../schema/migrate/migrate.ts';
import type { Finding } from '../../schema/migrate/migration-error.ts';
import type { Report } from '../command.ts';
import { align, counted, indent } from './layout.ts';
import type { Paint } from './paint.ts';

export function migrateReport(result: MigrateResult): Pick<Report, 'document' | 'lines'> {
  const { migrations, warnings } = result;
  return {
    document: {
      command: 'migrate',
      status: migrations.length > 0 ? 'applied' : 'nothing_to_do',
      migrations: migrations.map(runDocument),
      warnings: warnings.map(warningDocument),
    },
    lines: (paint) => linesOf(result, paint),
  };
}

export function runDocument({ tag, milliseconds, statements }: RunMigration) {
  return { tag, milliseconds, statements: statements.map(({ statement }) => statement) };
}

export const warningDocument = ({ object, reason }: Finding) => ({ object, reason });

export const warningLines = (warnings: readonly Finding[], paint: Paint) =>
  warnings.map(({ object, reason }) => `${paint.warning('!')} ${object}: ${reason}`);

function linesOf({ migrations, warnings }: MigrateResult, paint: Paint): readonly string[] {
  const title =
    migrations.length > 0
      ? `Applied ${counted(migrations.length, 'migration')}, each verified.`
      : 'Nothing to do: every migration is applied.';
  return [
    `${paint.good('✓')} ${title}`,
    ...indent(runLines(migrations, paint), 2),
    ...warningLines(warnings, paint),
  ];
}

export function runLines(migrations: readonly RunMigration[], paint: Paint): readonly string[] {
  return align(
    migrations.map(({ tag, milliseconds, statements }) => [
      `${paint.good('✓')} ${tag}`,
      counted(statements.length, 'statement'),
      `${milliseconds} ms`,
    ]),
  );
}
