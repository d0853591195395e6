import { classifyFailure } from '../../db/classify-failure.ts';
import { scheduledPolicy } from '../../resource-policy.ts';
import type { ControlContext } from '../context.ts';
import { commit } from '../mutate.ts';
import { publishAll } from '../publish-all.ts';
import { carryOutStep, type StepEnd } from './carry-out-step.ts';
import { type DueStep, findDue, placeOf } from './find-due.ts';
import type { ScheduledCapabilities } from './scheduled-part.ts';

/**
 * Carries out every step that is due, one at a time, that which was due first before the others, and
 * publishes the environments once. A flag whose step somebody else has in hand, or that fails for a
 * reason of ours, is left alone until the next run, so that none of its steps overtakes another.
 */
export async function carryOutChanges(capabilities: ScheduledCapabilities) {
  const run = new Run(capabilities);
  await run.carryOutAll();
  await run.publish();
  return run.report();
}

const isDatabaseLost = (error: unknown): boolean =>
  ['unavailable', 'read_only', 'damaged'].includes(classifyFailure(error) ?? '');

class Run {
  readonly #capabilities: ScheduledCapabilities;
  readonly #touched = new Set<string>();
  readonly #passedOver: string[] = [];
  readonly #ends: Record<StepEnd, string[]> = { applied: [], stopped: [], passed_over: [] };
  readonly #errors: unknown[] = [];

  constructor(capabilities: ScheduledCapabilities) {
    this.#capabilities = capabilities;
  }

  /** Ends early where the database does. */
  async carryOutAll(): Promise<void> {
    try {
      await this.#carryOutEach();
    } catch (error) {
      this.#errors.push(error);
    }
  }

  async #carryOutEach(): Promise<void> {
    const { database, now } = this.#capabilities;
    const startedAt = performance.now();
    while (performance.now() - startedAt < scheduledPolicy.changesMilliseconds) {
      const due = await findDue(database.current, now(), this.#passedOver);
      if (!due) return;
      const end = await this.#carryOut(due);
      this.#ends[end].push(`${due.schedule}#${due.step}`);
      if (end === 'passed_over') this.#passedOver.push(placeOf(due));
    }
  }

  /** Where the answer to a commit is lost, the next look at the schedule tells whether it happened. */
  async #carryOut(due: DueStep): Promise<StepEnd> {
    const now = this.#capabilities.now();
    try {
      return await commit(this.#actingFor(due), (unit) => {
        const touch = (...keys: string[]) => {
          for (const key of keys) this.#touched.add(key);
          unit.touch(...keys);
        };
        return carryOutStep({ ...unit, touch }, due, now);
      });
    } catch (error) {
      if (isDatabaseLost(error)) throw error;
      this.#errors.push(error);
      return 'passed_over';
    }
  }

  /** The audit log names the schedule, by whose right, and the step as its request. */
  #actingFor({ schedule, step, onBehalfOf }: DueStep): ControlContext {
    const { database, now } = this.#capabilities;
    return {
      database,
      now,
      actor: { id: `schedule:${schedule}/${onBehalfOf}`, role: 'editor' },
      address: null,
      requestId: `${schedule}#${step}`,
      onUntold: (error) => void this.#errors.push(error),
      publish: async () => [],
    };
  }

  async publish(): Promise<void> {
    const { publish } = this.#capabilities;
    const logError = (_: string, error: unknown) => void this.#errors.push(error);
    await publishAll({ publish, logError }, [...this.#touched].sort());
  }

  /** Nothing where there was nothing to do. */
  report(): Readonly<Record<string, readonly unknown[]>> {
    const lists = { ...this.#ends, errors: this.#errors };
    return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
  }
}
