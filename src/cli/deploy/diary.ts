import type { Progress } from '../command.ts';
import { explainFailure } from '../explain-failure.ts';
import type { Failure } from '../failure.ts';

export type StepName =
  | 'check'
  | 'rehearse'
  | 'migrate'
  | 'bundle'
  | 'upload'
  | 'smoke test'
  | 'traffic'
  | 'verify'
  | 'triggers'
  | 'migrations';

/** One thing that was done, or would be. */
export interface Step {
  readonly name: StepName;
  readonly state: 'done' | 'failed' | 'left' | 'planned';
  /** What came of it, in a few words. */
  readonly summary: string;
  readonly milliseconds: number;
}

/** What was done so far, told while it happens. */
export class Diary {
  readonly steps: Step[] = [];
  readonly #progress: Progress;
  readonly #address: string;

  constructor(progress: Progress, address: string) {
    this.#progress = progress;
    this.#address = address;
  }

  /** Does a step. One that fails is in the diary too, and throws on. */
  async step<Result>(
    name: StepName,
    doing: string,
    work: () => Promise<Noted<Result>>,
  ): Promise<Result> {
    this.#progress(`${name}: ${doing} …`);
    const started = performance.now();
    const note = (state: Step['state'], summary: string) => {
      const milliseconds = Math.round(performance.now() - started);
      this.steps.push({ name, state, summary, milliseconds });
    };
    try {
      const { summary, result, isLeft } = await work();
      note(isLeft ? 'left' : 'done', summary);
      return result;
    } catch (error) {
      note('failed', this.explain(error).message);
      throw error;
    }
  }

  /** Of what is not done, and why. */
  leave(name: StepName, summary: string): void {
    this.steps.push({ name, state: 'left', summary, milliseconds: 0 });
  }

  tell(line: string): void {
    this.#progress(line);
  }

  explain(error: unknown): Failure {
    return explainFailure(error, this.#address);
  }
}

export interface Noted<Result> {
  readonly summary: string;
  /** It could not be done, and does not have to be. */
  readonly isLeft?: boolean;
  readonly result: Result;
}

/** Of a step that is done, and of which nothing else is needed. */
export const noted = (summary: string): Noted<undefined> => ({ summary, result: undefined });
