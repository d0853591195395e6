import type { Full, HubClient } from '../../../hub/hub-client.ts';
import type { VersionEvent } from '../../../hub/version-event.ts';
import { streamPolicy } from '../../../resource-policy.ts';
import type { Held } from '../../../snapshot/held.ts';
import { allowedOrigin, allowOrigin } from '../answer-headers.ts';
import { errorResponse } from '../error-response.ts';
import { findGoodKey } from '../find-good-key.ts';
import { invalidKey } from '../refusals.ts';
import { between } from './between.ts';
import { type BridgeOptions, bridge } from './bridge.ts';
import { comeAgain, type Later } from './come-again.ts';
import { checkStreamAccess, type Gate, type StreamGrant } from './stream-access.ts';

export interface StreamCapabilities extends Gate {
  readonly hub: Pick<HubClient, 'openStream'>;
  /** Counts a request of a key; seconds after which it may ask again, where it may not now, else 0. */
  readonly countRequest: (keyHash: string, now: number) => number;
  readonly keepaliveMilliseconds: number;
  readonly logError: (message: string, error: unknown) => void;
}

/** `GET /ofrep/v1/stream`: tells of each new version, by bridging a socket of the hub. */
export async function openStream(
  { url, method, headers: asking }: Request,
  capabilities: StreamCapabilities,
): Promise<Response> {
  const { hub, now, countRequest, logError } = capabilities;
  const grant = await checkStreamAccess({ url, headers: asking }, capabilities);
  if (grant === 'refused') return errorResponse(invalidKey);
  if (!grant.held) return comeAgain(asking, nothingToTell);
  const waitSeconds = countRequest(grant.key.hash, now());
  if (waitSeconds > 0) return comeAgain(asking, { ...opensTooOften, afterSeconds: waitSeconds });
  const headers = streamHeaders(grant, asking);
  if (method === 'HEAD') return new Response(null, { headers });
  try {
    const { environment } = grant.held.snapshot;
    const wanted = { keyId: grant.key.id, after: lastEventId(asking) };
    const socket = await hub.openStream(environment, wanted);
    if (typeof socket === 'string') return comeAgain(asking, full[socket]);
    const body = bridge({ socket, ...bridgeOptions(grant, capabilities) });
    return new Response(body, { headers });
  } catch (error) {
    logError('a live stream could not be opened', error);
    return comeAgain(asking, hubAway);
  }
}

const unavailable = { status: 503, code: 'stream_unavailable' };
const nothingToTell: Later = { ...unavailable, message: 'There is nothing to tell of yet.' };
const hubAway: Later = {
  ...unavailable,
  message: 'The hub does not answer. Ask for flags as ever, and for the stream later.',
};
const opensTooOften: Later = {
  status: 429,
  code: 'rate_limited',
  message: 'This key asks too often. Come again after as many seconds as Retry-After says.',
};
const full: Readonly<Record<Full, Later>> = {
  hub: { ...unavailable, message: 'There are as many streams as this hub takes.' },
  key: {
    status: 429,
    code: 'too_many_streams',
    message: 'This key has as many streams open as one may have. Close some, or come again later.',
  },
};

type Rest = Omit<BridgeOptions, 'socket'>;

function bridgeOptions({ held, key, expiresAt }: StreamGrant, gate: StreamCapabilities): Rest {
  const { snapshots, now, keepaliveMilliseconds } = gate;
  const { environment } = held.snapshot;
  const isGoodIn = (current: Held) =>
    now() < expiresAt && findGoodKey(current, key.hash, now) !== undefined;
  return {
    retryMilliseconds: between(streamPolicy.retryMilliseconds),
    keepaliveMilliseconds,
    mayGoOn: () => {
      void snapshots.refreshIfDue(environment);
      const current = snapshots.findHeld(environment);
      return current !== undefined && isGoodIn(current);
    },
    prepare: async ({ version, etag }: VersionEvent) => {
      const loaded = await snapshots.loadAtLeast(environment, version, etag);
      if (typeof loaded === 'string' || loaded.held.snapshot.version < version) return false;
      return isGoodIn(loaded.held);
    },
  };
}

function streamHeaders({ key }: StreamGrant, asking: Headers): Headers {
  const headers = new Headers({
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'private, no-store, no-transform',
  });
  allowOrigin(headers, allowedOrigin(key, asking));
  return headers;
}

/** A version, as every event's id is one; whatever else was sent counts for nothing. */
function lastEventId(headers: Headers): number | undefined {
  const id = headers.get('Last-Event-ID') ?? '';
  return /^\d{1,15}$/.test(id) ? Number(id) : undefined;
}
