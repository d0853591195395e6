import { users } from '../engine/users.ts';
import { publish } from '../workerd/environment.ts';
import type { ServeOptions } from '../workerd/serve.ts';
import type { Module } from '../workerd/worker.ts';
import type { Case } from './cases.ts';
import type { Duellist } from './duel.ts';
import { requestText, withHeaders } from './request.ts';
import { bareWorker, sample } from './sample.ts';

/** Our Worker and the bare ones that answer what it answers, with what all of them are asked. */
export interface Contest {
  readonly ours: Duellist;
  readonly bareSameHeaders: Duellist;
  readonly bare: Duellist;
  readonly requests: readonly string[];
  /** That of every right answer. */
  readonly status: number;
}

/** Asks our Worker each request once, to know what the bare ones are to answer. */
export async function prepareContest(
  { flags, request, isRepeated = false }: Case,
  modules: readonly Module[],
  options: ServeOptions,
): Promise<Contest> {
  const { key, kv } = await publish(flags);
  const authorised = users.map((user) =>
    withHeaders(request(user), { Authorization: `Bearer ${key}` }),
  );
  const ours = { modules, kv };
  const { requests, bodyBytes, answer } = await sample(ours, authorised, {
    ...options,
    isRepeated,
  });
  const readsBody = authorised.some(({ body }) => body !== '');
  const constant = (hasHeaders: boolean): Duellist => ({
    worker: bareWorker(answer, { hasHeaders, readsBody }),
    bodyBytes: bodyBytes.map(() => Buffer.byteLength(answer.body)),
  });
  return {
    ours: { worker: ours, bodyBytes },
    bareSameHeaders: constant(true),
    bare: constant(false),
    requests: requests.map(requestText),
    status: answer.status,
  };
}
