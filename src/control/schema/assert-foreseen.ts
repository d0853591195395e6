import type { RestoredEnvironment } from '../../contract/health/repair.ts';
import type { Mended } from '../../schema/repair/conclude.ts';
import { ControlError } from '../errors.ts';
import type { Foresight } from './foresee.ts';
import type { Seeding } from './seed-critical.ts';

interface Done {
  readonly mended: Pick<Mended, 'recorded' | 'aligned'>;
  readonly seeding: Pick<Seeding, 'seeded' | 'salvaged'>;
}

/**
 * Whoever approved a plan gets that and no more, also where mending has brought to light what the
 * plan could not see. Throws `plan_changed`, and all of it is rolled back.
 */
export function assertForeseen(foresight: Foresight, { mended, seeding }: Done): void {
  const beyond = [
    ...without(foresight.recorded, mended.recorded),
    ...without(foresight.aligned, mended.aligned),
    ...without(foresight.seeded, seeding.seeded),
    ...seeding.salvaged.restored.filter((each) => !isWithin(foresight, each)).map(describe),
  ];
  if (beyond.length === 0) return;
  throw new ControlError(
    'plan_changed',
    `More was found on the way than the plan had shown (${beyond.join(', ')}), so all of it was rolled back. Repair without plan_hash, or mend the tables first with "restore_flags":false.`,
  );
}

const without = (foreseen: readonly string[], done: readonly string[]) =>
  done.filter((each) => !foreseen.includes(each));

function isWithin({ salvaged }: Foresight, done: RestoredEnvironment): boolean {
  const planned = salvaged.restored.find(({ environment }) => environment === done.environment);
  const counts = ['flags', 'overrides', 'segments', 'keys'] as const;
  return planned !== undefined && counts.every((count) => done[count] <= planned[count]);
}

const describe = ({ environment }: RestoredEnvironment) => `restored rows of ${environment}`;
