import type { EvaluationContext, EvaluationDetails, JsonValue } from '@openfeature/web-sdk';

/** What the provider has told the application. */
export interface Told {
  readonly event: string;
  readonly flags: readonly string[];
  /** In milliseconds since the epoch. */
  readonly at: number;
}

export interface Start {
  readonly baseUrl: string;
  readonly key: string;
  readonly context: EvaluationContext;
}

/** What a page does with the web SDK; see `main.ts`. */
interface Application {
  readonly told: Told[];
  readonly start: (start: Start) => Promise<void>;
  readonly setContext: (context: EvaluationContext) => Promise<void>;
  readonly status: () => string;
  readonly boolean: (flag: string) => EvaluationDetails<boolean>;
  readonly string: (flag: string) => EvaluationDetails<string>;
  readonly number: (flag: string) => EvaluationDetails<number>;
  readonly object: (flag: string) => EvaluationDetails<JsonValue>;
}

declare global {
  /** Of a page, for the test that drives it. */
  var application: Application;
}
