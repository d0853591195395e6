import type { IncomingMessage, ServerResponse } from 'node:http';
import { contextEtag } from './ofrep-flags.ts';

export type Context = Readonly<Record<string, unknown>>;

export interface Asked {
  readonly kind: 'bulk' | 'single' | 'preflight' | 'other';
  /** Decoded; of one flag only. */
  readonly key: string | undefined;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  /** Undefined where the body is none that can be read. */
  readonly context: Context | undefined;
}

/** What is about to be sent; a broken server changes it. */
export interface Answered {
  status: number;
  readonly headers: Record<string, string>;
  body: unknown;
}

/** What can be broken about a server. The defaults are right. */
export interface Behaviour {
  readonly accepts: (asked: Asked) => boolean;
  readonly etag: (version: number, context: Context) => string;
  readonly matches: (ifNoneMatch: string, etag: string) => boolean;
  readonly decodeKey: (encoded: string) => string;
  readonly heedsConfigEtag: boolean;
  readonly takesTrailingSlash: boolean;
  readonly isStale: (asked: Asked) => boolean;
  /** The last word on every answer but streams. */
  readonly tamper: (answered: Answered, asked: Asked) => void;
  /** True when it has answered by itself. */
  readonly bypass: (response: ServerResponse, answered: Answered) => boolean;
  /** Within a minute. */
  readonly mostRequests: number;
  readonly acceptsToken: (token: string | null, isValid: boolean, isExpired: boolean) => boolean;
  readonly mostStreams: number;
  readonly letsStreamsGo: boolean;
  readonly replays: boolean;
  readonly keepAliveMs: number;
  readonly streamHeaders: Readonly<Record<string, string>>;
  readonly eventText: (event: HubEvent) => string;
}

export interface HubEvent {
  readonly id: string;
  readonly etag: string;
  readonly lastModified: number;
}

export const serverKey = 'a-key-of-the-reference-server';
export const cors = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ETag, Retry-After',
};

export const rightBehaviour: Behaviour = {
  accepts: ({ headers }) =>
    headers.authorization === `Bearer ${serverKey}` || headers['x-api-key'] === serverKey,
  etag: contextEtag,
  matches: (ifNoneMatch, etag) =>
    ifNoneMatch === '*' || ifNoneMatch.split(',').some((each) => opaque(each) === opaque(etag)),
  decodeKey: decodeURIComponent,
  heedsConfigEtag: true,
  takesTrailingSlash: true,
  isStale: () => false,
  tamper: () => {},
  bypass: () => false,
  mostRequests: Number.POSITIVE_INFINITY,
  acceptsToken: (_, isValid, isExpired) => isValid && !isExpired,
  mostStreams: 10,
  letsStreamsGo: true,
  replays: true,
  keepAliveMs: 10,
  streamHeaders: { 'content-type': 'text/event-stream', ...cors },
  eventText: ({ id, ...data }) =>
    `id: ${id}\nevent: message\ndata: ${JSON.stringify({ type: 'refetchEvaluation', ...data })}\n\n`,
};

function opaque(tag: string): string {
  return tag.trim().replace(/^W\//, '');
}
