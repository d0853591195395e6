import type { Capabilities, Settings } from './settings.ts';

export interface HttpRequest {
  readonly method?: 'POST' | 'OPTIONS';
  /** Below the base URL. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Undefined for none. */
  readonly credential?: Credential | undefined;
}

export interface Credential {
  readonly scheme: Scheme;
  readonly key: string;
}

export type Scheme = 'bearer' | 'api-key';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined where the text is none. */
  readonly json: unknown;
}

export type Send = (request: HttpRequest) => Promise<Answer>;

/** The server said nothing that is HTTP, or nothing in time. */
export class NoAnswerError extends Error {}

/** Who asks too fast is told to wait, and is asked to ask again: so often, and no longer each time. */
const mostRetries = 3;
const longestRetrySeconds = 10;

/** Answers as they come, redirects too. A request that meets the rate limit is sent again. */
export function createHttpClient(settings: Settings, capabilities: Capabilities): Send {
  const { wait, progress } = capabilities;
  const sendOnce = createHastyClient(settings, capabilities);
  return async (request) => {
    let answer = await sendOnce(request);
    for (let retries = 0; answer.status === 429 && retries < mostRetries; retries++) {
      const told = Number.parseInt(answer.headers.get('retry-after') ?? '', 10) || 1;
      const seconds = Math.min(told, longestRetrySeconds);
      progress(`429: asking again in ${seconds} s …`);
      await wait(seconds);
      answer = await sendOnce(request);
    }
    return answer;
  };
}

/** The same, and what meets the rate limit is the answer. */
export function createHastyClient(
  { baseUrl, headers: ofAll, timeoutSeconds }: Settings,
  { fetch }: Pick<Capabilities, 'fetch'>,
): Send {
  return async ({ method = 'POST', path, headers, body, credential }) => {
    try {
      const response = await fetch(baseUrl + path, {
        method,
        redirect: 'manual',
        headers: {
          ...(method === 'OPTIONS' ? {} : ofAll),
          ...(credential ? headersOf(credential) : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body }),
        signal: AbortSignal.timeout(timeoutSeconds * 1000),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: parse(text) };
    } catch (error) {
      throw new NoAnswerError(reasonOf(error, timeoutSeconds));
    }
  };
}

export function headersOf({ scheme, key }: Credential): Record<string, string> {
  return scheme === 'bearer' ? { authorization: `Bearer ${key}` } : { 'x-api-key': key };
}

/** What `fetch` fails with, in words. */
export function reasonOf(error: unknown, timeoutSeconds: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `nothing within ${timeoutSeconds} s`;
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = 'code' in cause ? String(cause.code) : cause.name;
  return `no answer: ${cause.message || code}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
