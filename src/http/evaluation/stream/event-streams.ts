import { streamPolicy } from '../../../resource-policy.ts';
import type { PublishedKey } from '../../../snapshot/format.ts';
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

interface Made {
  readonly window: number | undefined;
  readonly streams: readonly EventStream[];
}

/** What was last said of a key. A promise is not kept: it may belong to a request that was cut short. */
const lastMade = new WeakMap<PublishedKey, Made>();

const windowSeconds = streamPolicy.tokenSeconds / 2;

/**
 * Names the half hour for which a key's address stays as it is, and which has to be part of the ETag of
 * an answer that tells it; undefined for a client key, whose address is the same for ever.
 */
export const streamWindow = ({ kind }: PublishedKey, now: number): number | undefined =>
  kind === 'client' ? undefined : Math.floor(now / 1_000 / windowSeconds);

/**
 * Where a key's client listens. Made once for a key and window, so that no answer has to wait for a
 * signature but the first; the address stays the same as long, as a client opens its stream anew for
 * another.
 */
export function eventStreams({
  granted,
  credential,
  now,
}: Asker): readonly EventStream[] | Promise<readonly EventStream[]> {
  const { key } = granted;
  const window = streamWindow(key, now);
  const last = lastMade.get(key);
  if (last && last.window === window) return last.streams;
  const keep = (query: Record<string, string>) => {
    const streams = [eventStream(query)];
    lastMade.set(key, { window, streams });
    return streams;
  };
  return window === undefined ? keep({ key: credential }) : tokenFor(granted, window).then(keep);
}

const eventStream = (query: Record<string, string>): EventStream => ({
  type: 'sse',
  endpoint: { requestUri: `/ofrep/v1/stream?${new URLSearchParams(query)}` },
  inactivityDelaySec: streamPolicy.inactivitySeconds,
});

/** Good until the end of the next window. */
async function tokenFor({ key, held }: Granted, window: number) {
  const { signStreamToken } = await import('./stream-token.ts');
  const { environment } = held.snapshot;
  const expiresAt = (window + 2) * windowSeconds;
  return { token: await signStreamToken({ key, environment, expiresAt }) };
}
