import type { DeliveryStatus } from '../../contract/notifications/webhook.ts';
import { webhookPolicy } from '../../resource-policy.ts';
import type { Answer } from './send-delivery.ts';

/** What follows from an attempt. */
export interface Verdict {
  readonly status: DeliveryStatus;
  /** Until the next attempt, where there is one. */
  readonly pauseMilliseconds?: number;
  /** Whether the receiver wants no more of them. */
  readonly isGone?: boolean;
}

interface Attempted {
  readonly answer: Answer;
  /** With this one. */
  readonly attempts: number;
  readonly mostAttempts: number;
  readonly now: Date;
  /** From 0 to 1. */
  readonly random: number;
}

export function judgeAnswer({ answer, attempts, mostAttempts, now, random }: Attempted): Verdict {
  const { status, retryAfter } = answer;
  if (status !== null && status >= 200 && status < 300) return { status: 'delivered' };
  if (status === 410) return { status: 'failed', isGone: true };
  if (attempts >= mostAttempts) return { status: 'failed' };
  const isBusy = status === 429 || status === 503;
  const asked = isBusy && retryAfter ? parseRetryAfter(retryAfter, now) : undefined;
  return { status: 'pending', pauseMilliseconds: asked ?? pauseAfter(attempts, random) };
}

/** Exponential, with jitter. */
export function pauseAfter(attempts: number, random: number): number {
  const { pause, jitter } = webhookPolicy;
  const middle = pause.firstMilliseconds * pause.factor ** (attempts - 1);
  return Math.round(middle * (1 - jitter + 2 * jitter * random));
}

/** Seconds or a date, within bounds; undefined where it is neither. */
function parseRetryAfter(text: string, now: Date): number | undefined {
  const { leastMilliseconds, mostMilliseconds } = webhookPolicy.retryAfter;
  const wanted = /^\s*\d+\s*$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now.getTime();
  if (Number.isNaN(wanted)) return undefined;
  return Math.min(Math.max(wanted, leastMilliseconds), mostMilliseconds);
}
