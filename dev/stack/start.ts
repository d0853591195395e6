import type { Progress } from './progress.ts';
import type { Settings } from './settings.ts';
import type { Teardown } from './teardown.ts';

/** What every part of a start may use. */
export interface Start {
  readonly settings: Settings;
  readonly progress: Progress;
  /** Given every part as soon as it must be ended, so a start may fail or be stopped anywhere. */
  readonly teardown: Teardown;
  readonly signal: AbortSignal;
}
