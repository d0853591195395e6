import { setTimeout as sleep } from 'node:timers/promises';

export interface ServiceAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface ServiceRequest {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly token?: string;
  readonly body?: unknown;
}

export interface Patience {
  readonly milliseconds: number;
  /** Called between attempts; throws when no answer will ever come. */
  readonly giveUp?: () => void;
}

/** The running Worker, as its callers see it. */
export interface Service {
  readonly url: string;
  /** Throws when there is no answer within ten seconds. */
  readonly ask: (request: ServiceRequest) => Promise<ServiceAnswer>;
  /** Asks until the answer is 200; throws when that takes too long or `giveUp` throws. */
  readonly awaitOk: (request: ServiceRequest, patience: Patience) => Promise<ServiceAnswer>;
}

export function createService(url: string, signal: AbortSignal): Service {
  const ask: Service['ask'] = async ({ method = 'GET', path, token, body }) => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
    });
    return { status: answer.status, body: parse(await answer.text()) };
  };
  const awaitOk: Service['awaitOk'] = async (request, { milliseconds, giveUp }) => {
    const deadline = Date.now() + milliseconds;
    for (;;) {
      const answer = await ask(request).catch(() => undefined);
      if (answer?.status === 200) return answer;
      signal.throwIfAborted();
      giveUp?.();
      if (Date.now() > deadline) throw new Error(describeFailure(request, answer));
      await sleep(100, undefined, { signal });
    }
  };
  return { url, ask, awaitOk };
}

export function describeFailure({ method = 'GET', path }: ServiceRequest, answer?: ServiceAnswer) {
  if (!answer) return `${method} ${path} is not answered`;
  return `${method} ${path} answers ${answer.status}: ${JSON.stringify(answer.body)}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
