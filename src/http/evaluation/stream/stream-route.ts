import type { HubClient } from '../../../hub/hub-client.ts';
import type { VersionEvent } from '../../../hub/version-event.ts';
import { streamPolicy } from '../../../resource-policy.ts';
import { allowedOrigin, allowOrigin } from '../answer-headers.ts';
import { errorResponse } from '../error-response.ts';
import { invalidKey } from '../refusals.ts';
import { type BridgeOptions, bridge } from './bridge.ts';
import { checkStreamAccess, type Gate, type StreamGrant } from './stream-access.ts';

export interface StreamCapabilities extends Gate {
  readonly hub: Pick<HubClient, 'openStream'>;
  readonly keepaliveMilliseconds: number;
  readonly logError: (message: string, error: unknown) => void;
}

/** `GET /ofrep/v1/stream`: tells of each new version, by bridging a socket of the hub. */
export async function openStream(
  request: Request,
  capabilities: StreamCapabilities,
): Promise<Response> {
  const { hub, logError } = capabilities;
  const grant = await checkStreamAccess(request, capabilities);
  if (grant === 'refused') return errorResponse(invalidKey);
  if (!grant.held) return comeAgain('There is nothing to tell of yet.');
  const headers = streamHeaders(grant, request.headers);
  if (request.method === 'HEAD') return new Response(null, { headers });
  try {
    const { environment } = grant.held.snapshot;
    const socket = await hub.openStream(environment, lastEventId(request.headers));
    if (socket === 'full') return comeAgain('There are as many streams as this hub takes.');
    const body = bridge({ socket, ...bridgeOptions(grant, capabilities) });
    return new Response(body, { headers });
  } catch (error) {
    logError('a live stream could not be opened', error);
    return comeAgain('The hub does not answer. Ask for flags as ever, and for the stream later.');
  }
}

type Rest = Omit<BridgeOptions, 'socket'>;

function bridgeOptions({ held, key, expiresAt }: StreamGrant, gate: StreamCapabilities): Rest {
  const { snapshots, now, keepaliveMilliseconds } = gate;
  const { environment } = held.snapshot;
  return {
    retryMilliseconds: between(streamPolicy.retryMilliseconds),
    keepaliveMilliseconds,
    mayGoOn: () => {
      void snapshots.refreshIfDue(environment);
      return now() < expiresAt && snapshots.findHeld(environment)?.keys.has(key.hash) === true;
    },
    prepare: async ({ version, etag }: VersionEvent) => {
      const loaded = await snapshots.loadAtLeast(environment, version, etag);
      if (typeof loaded === 'string' || loaded.held.snapshot.version < version) return false;
      return now() < expiresAt && loaded.held.keys.has(key.hash);
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

/** Each at another time, so that those who were sent away together do not come back together. */
function comeAgain(message: string): Response {
  const headers = { 'Retry-After': String(between(streamPolicy.retryAfterSeconds)) };
  return errorResponse({ status: 503, code: 'stream_unavailable', message, headers });
}

const between = ({ least, most }: { readonly least: number; readonly most: number }): number =>
  least + Math.floor(Math.random() * (most - least + 1));
