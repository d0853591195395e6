import { hc } from 'hono/client';
import type { ErrorBody } from '../../contract/errors/error.ts';
import type { Problem } from '../../contract/errors/problem.ts';
import type { AdminApp } from '../../http/admin/app.ts';
import { emergencySecret } from './emergency-secret.ts';
import { noteServerTime } from './server-clock.ts';

/** The dashboard's only door: the control plane, by the cookie of whoever is logged in. */
export const { admin } = hc<AdminApp>('/', {
  headers: (): Record<string, string> => {
    const secret = emergencySecret.get();
    return secret === undefined ? {} : { Authorization: `Bearer ${secret}` };
  },
  fetch: async (...asked: Parameters<typeof fetch>) => {
    const answer = await fetch(...asked);
    noteServerTime(answer.headers.get('Date'));
    return answer;
  },
});

/** What the control plane refused, in its own words, or that it could not be reached (status 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly problems: readonly Problem[];

  constructor(status: number, error: Partial<ErrorBody['error']>) {
    super(error.message ?? `The server answered ${status}, and gave no reason.`);
    this.name = 'ApiError';
    this.status = status;
    this.code = error.code ?? 'unknown';
    this.requestId = error.request_id;
    this.problems = error.problems ?? [];
  }
}

const brokenOff = {
  code: 'broken_off',
  message: 'If it was to change something, it may have: look before you try again.',
};

interface Answer<Body> {
  readonly ok: boolean;
  readonly status: number;
  json(): Promise<Body>;
}

/** The body of an answer. Throws `ApiError` for any other than a success, and for one that broke off. */
export async function bodyOf<Body>(asked: Promise<Answer<Body>>): Promise<Body> {
  const answer = await asked.catch((error: unknown) => {
    throw new ApiError(0, { code: 'unreachable', message: `The server is out of reach: ${error}` });
  });
  if (answer.status === 204) return undefined as Body;
  const body = await answer.json().catch(() => undefined);
  if (answer.ok && body !== undefined) return body;
  if (answer.ok) throw new ApiError(answer.status, brokenOff);
  throw new ApiError(answer.status, (body as ErrorBody | undefined)?.error ?? {});
}

/** What is to stand over an error: that something was not done only where that is known. */
export const titleOf = (error: unknown, title: string): string =>
  error instanceof ApiError && error.code === brokenOff.code ? 'The answer broke off' : title;

/** Whether nobody is logged in any more. */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof ApiError && error.status === 401;

/** Whether a write came too late: somebody else changed it since it was read. */
export const wasOvertaken = (error: unknown): boolean =>
  error instanceof ApiError && error.status === 412;

/** Whether the server refused it as it is, whoever asks: nothing was changed. */
export const wasRefused = (error: unknown): boolean =>
  error instanceof ApiError &&
  error.status >= 400 &&
  error.status < 500 &&
  ![401, 403, 429].includes(error.status);

/** Whether somebody deleted what was asked for, or it never was. */
export const isGone = (error: unknown): boolean =>
  error instanceof ApiError && error.status === 404;

/** What a write of something with a revision has to name. */
export const ifMatch = (revision: number) => ({ headers: { 'If-Match': `"${revision}"` } });
