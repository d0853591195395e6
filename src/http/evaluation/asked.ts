import type { Context } from '../../engine/context.ts';
import type { UsageRecorder } from '../../usage/usage-recorder.ts';

/** What an answer depends on beside the access. */
export interface Asked {
  readonly url: string;
  readonly headers: Headers;
  /** Empty where the endpoint reads none. */
  readonly body: string;
  /** In milliseconds since the epoch. */
  readonly now: number;
  /** Of our code, which may say the same in other words tomorrow. */
  readonly codeVersion: string;
  /** Whether there are live streams to tell of. */
  readonly hasStreams: boolean;
  /** Absent where nothing is counted. */
  readonly usage: UsageRecorder | undefined;
  /** What a backend has signed of the context: it wins over what is asked with; see `withSigned`. */
  readonly signed?: Context;
}
