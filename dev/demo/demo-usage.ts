import { criticalFlags } from '../../src/db/seeds.ts';
import { type DemoFlag, demoFlags } from './demo-flag.ts';
import { demoOrganisations } from './demo-organisations.ts';
import { type DemoRandom, demoRandom } from './demo-random.ts';
import { type DemoEnvironment, demoState } from './demo-state.ts';

/** A row of `feature_flag_usage`. */
export interface DemoUsageRow {
  readonly hour: Date;
  readonly environment: DemoEnvironment;
  readonly flag: string;
  readonly variant: string;
  readonly reason: string;
  readonly organisation: string;
  readonly evaluations: number;
}

export const usageDays = 30;
const hourMilliseconds = 60 * 60 * 1_000;

/** Of one environment, the last thirty days by the hour, the same for the same hour of the start. */
export function* demoUsage(environment: DemoEnvironment, now: Date): Generator<DemoUsageRow> {
  const end = Math.floor(now.getTime() / hourMilliseconds) * hourMilliseconds;
  for (const flag of countedFlags()) {
    const random = demoRandom(`usage ${environment} ${flag.key}`);
    const weight = 0.15 + random() ** 3 * 3;
    const hours = Math.min(usageDays, flag.ageDays) * 24;
    for (let ago = hours; ago >= 0; ago--) {
      const hour = new Date(end - ago * hourMilliseconds);
      if (environment !== 'production' && !isWorkingHour(hour)) continue;
      const evaluations = countOf({ hour, ago, weight, environment }, random);
      yield* rowsOf({ flag, hour, environment, evaluations }, random);
    }
  }
}

const countedFlags = (): readonly DemoFlag[] => [
  ...criticalFlags.map(({ key, name }) => ({ ...seedTraits, key, name })),
  ...demoFlags.filter(({ shape }) => shape !== 'silent' && shape !== 'archived'),
];

const seedTraits = { shape: 'on', owner: '', tags: [], isCritical: true, ageDays: 365 } as const;

interface Moment {
  readonly hour: Date;
  readonly ago: number;
  readonly weight: number;
  readonly environment: DemoEnvironment;
}

/** Busiest around noon, quiet at weekends, a little more each week. */
function countOf({ hour, ago, weight, environment }: Moment, random: DemoRandom): number {
  const ofDay = 0.25 + Math.sin(((hour.getUTCHours() - 5) / 24) * Math.PI * 2) ** 2;
  const ofWeek = isWeekend(hour) ? 0.3 : 1;
  const growth = 1.3 - ago / (usageDays * 24 * 3);
  const scale = environment === 'production' ? 900 : 25;
  return Math.round(scale * weight * ofDay * ofWeek * growth * (0.8 + random() * 0.4));
}

interface Evaluated {
  readonly flag: DemoFlag;
  readonly hour: Date;
  readonly environment: DemoEnvironment;
  readonly evaluations: number;
}

/** By variants, each of some organisation, the larger ones more often. */
function* rowsOf({ flag, hour, environment, evaluations }: Evaluated, random: DemoRandom) {
  for (const { variant, reason, share } of outcomesOf(flag, environment)) {
    const count = Math.round(evaluations * share);
    if (count === 0) continue;
    const index = Math.floor(random() ** 2 * demoOrganisations.length);
    const organisation = demoOrganisations[index] ?? '';
    yield { hour, environment, flag: flag.key, variant, reason, organisation, evaluations: count };
  }
}

interface Outcome {
  readonly variant: string;
  readonly reason: string;
  readonly share: number;
}

/** What the state of a flag makes of its evaluations, as shares of them. */
function outcomesOf(flag: DemoFlag, environment: DemoEnvironment): readonly Outcome[] {
  const state = demoState(flag, environment);
  const off = flag.shape === 'test' ? 'current' : flag.shape === 'limit' ? 'least' : 'off';
  if (!state.is_enabled || state.is_killed) {
    return [{ variant: off, reason: 'DISABLED', share: 1 }];
  }
  const [rule] = state.rules;
  const byRule = rule === undefined ? 0 : 0.35;
  const rolledOut = (1 - byRule) * (state.rollout_percentage / 100);
  const isSplit = state.split.length > 1 || (rolledOut > 0 && state.rollout_percentage < 100);
  return [
    { variant: rule?.split[0]?.variant ?? '', reason: 'TARGETING_MATCH', share: byRule },
    ...state.split.map(({ variant, weight }) => ({
      variant,
      reason: isSplit ? 'SPLIT' : 'STATIC',
      share: rolledOut * (weight / 100_000),
    })),
    { variant: off, reason: isSplit ? 'SPLIT' : 'DEFAULT', share: 1 - byRule - rolledOut },
  ].filter(({ share }) => share > 0.001);
}

const isWeekend = (hour: Date): boolean => hour.getUTCDay() % 6 === 0;
const isWorkingHour = (hour: Date): boolean =>
  !isWeekend(hour) && hour.getUTCHours() >= 7 && hour.getUTCHours() < 18;
