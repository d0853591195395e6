import { usagePolicy } from '../resource-policy.ts';
import { sleep } from '../sleep.ts';
import { answeredWithin } from '../snapshot/answered-within.ts';
import type { AnswerSource, Held } from '../snapshot/held.ts';
import { cutReports } from './cut-reports.ts';
import type { AnswerCount, EdgeReport } from './edge-report.ts';
import { EnvironmentTally } from './environment-tally.ts';
import { ReportRows } from './report-rows.ts';

export interface UsageOptions {
  /** Hands a report to the queue. May reject, or never come back. */
  readonly send: (report: EdgeReport) => Promise<unknown>;
  readonly now: () => number;
  readonly logError: (message: string, error: unknown) => void;
}

/** An answer and what it was made of. */
interface Answered {
  readonly held: Held;
  readonly source: AnswerSource;
}

/**
 * Counts what an isolate serves and reports it some seconds later, by what the platform lets a request do
 * after its answer. While the queue takes nothing, counting goes on in bounded memory: a report that may
 * have arrived is sent again as it was, and the next is made only when it is known to be there.
 */
export class UsageRecorder {
  readonly #options: UsageOptions;
  readonly #tallies = new Map<string, EnvironmentTally>();
  readonly #rows = new ReportRows();
  #unsent: readonly EdgeReport[] = [];
  #hourEndsAt = 0;
  /** When somebody wants a report to be made, and when one will be. */
  #wantedAt = Number.POSITIVE_INFINITY;
  #plannedAt = Number.POSITIVE_INFINITY;

  constructor(options: UsageOptions) {
    this.#options = options;
  }

  /** Notes an answer. Its evaluations are to be counted where this says. */
  answered(answered: Answered, now: number): EnvironmentTally {
    if (now >= this.#hourEndsAt) this.#turnHour(now);
    const { held, source } = answered;
    const tally = this.tallyOf(answered);
    const isFirst = tally.answered(held, source, now);
    if (isFirst) this.#want(now + usagePolicy.firstsMilliseconds);
    else if (this.#wantedAt === Number.POSITIVE_INFINITY) this.#want(now + reportDelay());
    return tally;
  }

  /** Where evaluations are counted. */
  tallyOf({ held }: Pick<Answered, 'held'>): EnvironmentTally {
    const { environment } = held.snapshot;
    return this.#tallies.get(environment) ?? this.#start(environment);
  }

  /** Whether whoever has just been answered has to see to it that a report is made. */
  isDue(now: number): boolean {
    if (now > this.#plannedAt + usagePolicy.lostMilliseconds) {
      this.#plannedAt = Number.POSITIVE_INFINITY;
    }
    return this.#wantedAt < this.#plannedAt;
  }

  /** Waits until a report is wanted, and makes it. Never rejects. */
  async reportLater(location: string): Promise<void> {
    const at = this.#wantedAt;
    this.#plannedAt = at;
    await sleep(Math.max(0, at - this.#options.now()));
    if (this.#plannedAt === at) await this.report(location);
  }

  /** Reports what was counted by now, unless an earlier report is still to be sent. Never rejects. */
  async report(location: string): Promise<void> {
    this.#wantedAt = this.#plannedAt = Number.POSITIVE_INFINITY;
    this.#gather();
    if (this.#unsent.length === 0) this.#unsent = this.#makeReports(location);
    const ends = await Promise.all(this.#unsent.map((report) => this.#send(report)));
    const sent = new Set(ends);
    this.#unsent = this.#unsent.filter(({ id }) => !sent.has(id));
  }

  #want(at: number): void {
    this.#wantedAt = Math.min(this.#wantedAt, at);
  }

  #start(environment: string): EnvironmentTally {
    const tally = new EnvironmentTally(environment);
    this.#tallies.set(environment, tally);
    return tally;
  }

  /** What was counted before belongs to the hour that is over. */
  #turnHour(now: number): void {
    this.#gather();
    this.#hourEndsAt = startOfHour(now) + hourMilliseconds;
  }

  #gather(): void {
    const hour = this.#hourEndsAt - hourMilliseconds;
    for (const tally of this.#tallies.values()) {
      for (const row of tally.takeEvaluations(hour)) this.#rows.add(row);
    }
  }

  #makeReports(location: string): readonly EdgeReport[] {
    const tallies = [...this.#tallies.values()];
    const answers = tallies.flatMap((tally) =>
      Array.from(
        tally.takeAnswers(),
        ([kind, count]): AnswerCount => [tally.environment, kind, count],
      ),
    );
    const firsts = tallies.flatMap((tally) => tally.takeFirsts());
    const content = { ...this.#rows.take(), answers, firsts };
    const isEmpty = answers.length + content.evaluations.length + content.uncounted === 0;
    return isEmpty ? [] : cutReports({ madeAt: this.#options.now(), location, ...content });
  }

  /** Resolves with the id of a report that has arrived. */
  async #send(report: EdgeReport): Promise<string | undefined> {
    const { send, logError } = this.#options;
    try {
      await answeredWithin(send(report), usagePolicy.sendMilliseconds);
      return report.id;
    } catch (error) {
      logError('a report of usage was not sent, and is sent again later', error);
      return undefined;
    }
  }
}

const hourMilliseconds = 3_600_000;

const startOfHour = (now: number): number => now - (now % hourMilliseconds);

const reportDelay = (): number => {
  const { leastMilliseconds, mostMilliseconds } = usagePolicy.report;
  return leastMilliseconds + Math.random() * (mostMilliseconds - leastMilliseconds);
};
