import { listRecordProblems } from '../../schema/migrations/record-problems.ts';
import type { SchemaTruth } from '../../schema/truth.ts';
import { tellDifferences, unawaited } from './differences.ts';
import { align, counted } from './layout.ts';

/** What to do next, the first first. */
export interface Advice {
  /** Null where there is no command for it. */
  readonly command: string | null;
  readonly reason: string;
}

export function adviseOn(truth: SchemaTruth): readonly Advice[] {
  const { migrations, records } = truth;
  const told = tellDifferences(unawaited(truth));
  const damage = told.filter(({ weight }) => weight === 'damage');
  const mendable = damage.filter(({ isMendable }) => isMendable);
  const decisions = damage.filter(({ isMendable }) => !isMendable);
  const inState = (...states: readonly string[]) =>
    migrations.filter(({ state }) => states.includes(state)).map(({ tag }) => tag);
  if (records.newer.length > 0) {
    return advise('the database is newer than this code: use the version that is deployed');
  }
  const due = inState('pending', 'missing');
  // It brings what is due as well, and the migrator would leave a damaged database alone.
  const isToBeRepaired = mendable.length > 0 || inState('damaged', 'unrecorded').length > 0;
  return [
    ...inState('altered').flatMap((tag) =>
      advise(`take drizzle/${tag}.sql back as it ran, with git; put changes into a new migration`),
    ),
    ...(isToBeRepaired ? repairFirst : due.length > 0 ? migrateWith(due) : []),
    ...(decisions.length > 0
      ? advise(`decide on ${counted(decisions.length, 'difference')} that no repair may mend`)
      : []),
    ...listRecordProblems(records).flatMap(({ removal, records: found }) =>
      removal ? found.flatMap((record) => advise(`run: ${removal(record)}`)) : [],
    ),
  ];
}

const advise = (reason: string): readonly Advice[] => [{ command: null, reason }];

const repairFirst: readonly Advice[] = [
  {
    command: 'npx burgee repair --plan',
    reason: 'shows what would be mended, and changes nothing',
  },
  { command: 'npx burgee repair', reason: 'mends it, in one transaction' },
];

const migrateWith = (due: readonly string[]): readonly Advice[] => [
  { command: 'npx burgee migrate --dry-run', reason: 'rehearses it, and rolls back' },
  {
    command: 'npx burgee migrate',
    reason: `applies ${due.length > 3 ? `${due.length} migrations` : due.join(', ')}`,
  },
];

export function adviceLines(advice: readonly Advice[]): readonly string[] {
  const commands = advice.filter(({ command }) => command !== null);
  const others = advice.filter(({ command }) => command === null);
  return [
    ...align(commands.map(({ command, reason }) => [command ?? '', reason])),
    ...others.map(({ reason }) => reason),
  ];
}
