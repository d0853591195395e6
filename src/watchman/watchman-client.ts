import type { AlertList } from '../contract/notifications/alert.ts';
import { watchPolicy } from '../resource-policy.ts';
import { answeredWithin } from '../snapshot/answered-within.ts';
import type { Look } from './look.ts';
import type { Outgoing } from './outgoing.ts';
import type { Errand, Recalled } from './watch-book.ts';
import type { Watchman } from './watchman.ts';

/** The calls of the watchman's binding that are made. */
export type WatchmanNamespace = Pick<DurableObjectNamespace<Watchman>, 'getByName'>;

/** Each call throws when it is not answered in time. */
export interface WatchmanClient {
  recall(): Promise<Recalled>;
  report(look: Look): Promise<Errand>;
  settle(settled: readonly Outgoing[]): Promise<void>;
  list(limit: number): Promise<AlertList>;
}

export function watchmanClient(namespace: WatchmanNamespace): WatchmanClient {
  const ask = <T>(call: (watchman: ReturnType<WatchmanNamespace['getByName']>) => unknown) =>
    // What crosses is plain data, which the types of the platform's calls have no words for.
    answeredWithin(
      call(namespace.getByName('watchman')) as Promise<T>,
      watchPolicy.answerMilliseconds,
    );
  return {
    recall: () => ask((watchman) => watchman.recall()),
    report: (look) => ask((watchman) => watchman.report(look)),
    settle: (settled) => ask((watchman) => watchman.settle(settled)),
    list: (limit) => ask((watchman) => watchman.list(limit)),
  };
}
