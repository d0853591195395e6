import type { UpdateFlagStateInput } from './flag-state.ts';

/** `pending` waits for its next step, `paused` for a person; the others are final. */
export const scheduleStatuses = ['pending', 'paused', 'done', 'cancelled', 'failed'] as const;

/** What one step does, and when. */
export interface ScheduledStep {
  /** ISO 8601, in UTC. */
  readonly at: string;
  readonly change: UpdateFlagStateInput;
}
