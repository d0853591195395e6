import { streamPolicy } from '../../../resource-policy.ts';
import type { Granted } from '../access.ts';

/** An entry of OFREP's `eventStreams`. */
export interface EventStream {
  readonly type: 'sse';
  readonly endpoint: { readonly requestUri: string };
  readonly inactivityDelaySec: number;
}

interface Asker {
  readonly granted: Granted;
  /** The key itself, as it was sent. */
  readonly credential: string;
  /** In milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Where a key's client listens. The address stays the same, as a client opens its stream anew for
 * another: a client key's for ever, a server key's for half an hour. It is no part of an ETag.
 */
export async function eventStreams({ granted, credential, now }: Asker): Promise<EventStream[]> {
  const query = granted.key.kind === 'client' ? { key: credential } : await tokenFor(granted, now);
  return [
    {
      type: 'sse',
      endpoint: { requestUri: `/ofrep/v1/stream?${new URLSearchParams(query)}` },
      inactivityDelaySec: streamPolicy.inactivitySeconds,
    },
  ];
}

async function tokenFor({ key, held }: Granted, now: number) {
  const { signStreamToken } = await import('./stream-token.ts');
  const { environment } = held.snapshot;
  const windowSeconds = streamPolicy.tokenSeconds / 2;
  const window = Math.floor(now / 1_000 / windowSeconds);
  const expiresAt = (window + 2) * windowSeconds;
  return { token: await signStreamToken({ key, environment, expiresAt }) };
}
