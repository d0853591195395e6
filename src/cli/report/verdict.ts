import type { SchemaTruth, Verdict } from '../../schema/truth.ts';
import type { Paint } from './paint.ts';

export function verdictLine({ verdict, migrations }: SchemaTruth, paint: Paint): string {
  const due = migrations.filter(({ state }) => state === 'pending').length;
  const explanations: Readonly<Record<Verdict, string>> = {
    sound: 'everything is as this version expects it',
    behind: `${due} of ${migrations.length} migrations have yet to run, and nothing else is wrong`,
    ahead: 'newer code has migrated this database',
    damaged: 'something is not as this version needs it',
  };
  const colours: Readonly<Record<Verdict, Paint['good']>> = {
    sound: paint.good,
    behind: paint.warning,
    ahead: paint.warning,
    damaged: paint.bad,
  };
  return `${colours[verdict](paint.strong(verdict))}: ${explanations[verdict]}`;
}
