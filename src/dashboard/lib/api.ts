import { onlineManager } from '@tanstack/react-query';
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
    const isOnline = onlineManager.isOnline();
    const answer = await fetch(...asked).catch((error: unknown) => {
      throw noAnswer(isOnline && isWrite(...asked), error);
    });
    if (isWrite(...asked)) ofWrites.add(answer);
    noteServerTime(answer.headers.get('Date'));
    return answer;
  },
});

/** Whether it is asked to change something; what is only tried out changes nothing. */
function isWrite(address: RequestInfo | URL, { method = 'GET', body }: RequestInit = {}): boolean {
  const isTrial =
    /[?&]dry_run=true/.test(String(address)) || /"dry_run":true|"mode":"plan"/.test(String(body));
  return method !== 'GET' && !isTrial;
}

/** Answers to what was to change something: one that tells nothing leaves open whether it was done. */
const ofWrites = new WeakSet<object>();

function noAnswer(isOpen: boolean, error: unknown): ApiError {
  const message = isOpen
    ? `The server did not answer (${error}). ${lookFirst}`
    : `The server is out of reach: ${error}`;
  return new ApiError(0, { code: 'unreachable', message }, isOpen);
}

const lookFirst =
  'It may have been done or not: this page shows what there is once the server answers, and the audit log tells what was done. Look before you try again.';

/** What the control plane refused, in its own words, or that it could not be reached (status 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly problems: readonly Problem[];
  /** Whether it may have been done all the same. */
  readonly isOpen: boolean;

  constructor(status: number, error: Partial<ErrorBody['error']>, isOpen = false) {
    super(error.message ?? `The server answered ${status}, and gave no reason.`);
    this.name = 'ApiError';
    this.status = status;
    this.code = error.code ?? 'unknown';
    this.requestId = error.request_id;
    this.problems = error.problems ?? [];
    this.isOpen = isOpen;
  }
}

/** With which the server says that it does not know itself how far it came; `unknown` is somebody before it. */
const openCodes: readonly string[] = ['internal_error', 'database_unavailable', 'unknown'];

interface Answer<Body> {
  readonly ok: boolean;
  readonly status: number;
  json(): Promise<Body>;
}

/** The body of an answer. Throws `ApiError` for any other than a success, and for one that broke off. */
export async function bodyOf<Body>(asked: Promise<Answer<Body>>): Promise<Body> {
  const answer = await asked;
  const isOfWrite = ofWrites.has(answer);
  if (answer.status === 204) return undefined as Body;
  const body = await answer.json().catch(() => undefined);
  if (answer.ok && body !== undefined) return body;
  if (answer.ok) {
    const message = `The answer broke off. ${isOfWrite ? lookFirst : 'Try again.'}`;
    throw new ApiError(answer.status, { code: 'broken_off', message }, isOfWrite);
  }
  const error = (body as ErrorBody | undefined)?.error;
  const isOpen = isOfWrite && answer.status >= 500 && openCodes.includes(error?.code ?? 'unknown');
  throw new ApiError(answer.status, error ?? unexplained(answer.status, isOpen), isOpen);
}

const unexplained = (status: number, isOpen: boolean) =>
  isOpen ? { message: `The server answered ${status}, and gave no reason. ${lookFirst}` } : {};

/** Whether nobody knows if it was done. */
export const isOutcomeOpen = (error: unknown): boolean => error instanceof ApiError && error.isOpen;

/** What is to stand over an error: that something was not done only where that is known. */
export const titleOf = (error: unknown, title: string): string =>
  isOutcomeOpen(error) ? 'Nobody knows whether it was done' : title;

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
