import { displayPrefix, parseKey } from '../contract/access/key-format.ts';
import { bearerOf } from './bearer.ts';

/** A request and what it was answered. */
export interface EndedRequest {
  readonly request: Pick<Request, 'headers' | 'method'>;
  /** As the router has it, so that no key of a flag or user is in it. */
  readonly route: string;
  readonly response: Pick<Response, 'headers' | 'status'>;
  /** By a clock that stands still while it computes. */
  readonly milliseconds: number;
  /** Whether it is noted in any case. */
  readonly isAlwaysNoted?: boolean;
}

export interface RequestLogOptions {
  /** The part of the requests that is noted, of those that need not be: from 0 to 1. */
  readonly sample: number;
  readonly write: (message: string, details: Readonly<Record<string, unknown>>) => void;
}

/** One structured line for a request. Nothing secret is in it, and nothing of whom a flag was asked for. */
export class RequestLog {
  /** Whether a good answer may be noted. */
  readonly isSampling: boolean;
  readonly #options: RequestLogOptions;

  constructor(options: RequestLogOptions) {
    this.isSampling = options.sample > 0;
    this.#options = options;
  }

  /** Always what failed on our side, and what says so; a part of the rest. */
  note(ended: EndedRequest): void {
    const { sample, write } = this.#options;
    const isDue = ended.isAlwaysNoted || ended.response.status >= 500 || Math.random() < sample;
    if (isDue) write('request', describe(ended));
  }
}

function describe({ request, route, response, milliseconds }: EndedRequest) {
  const asked = request.headers;
  const told = response.headers;
  const version = told.get('x-flags-version');
  return {
    request_id: told.get('x-request-id') ?? asked.get('CF-Ray'),
    method: request.method,
    route,
    key: keyPrefix(asked),
    status: response.status,
    source: told.get('x-flags-source'),
    version: version === null ? null : Number(version),
    milliseconds,
  };
}

/** What lists show of a key; null for what is none, as it may be a secret. */
function keyPrefix(headers: Headers): string | null {
  const sent = [bearerOf(headers.get('Authorization') ?? ''), headers.get('X-API-Key')];
  const key = sent.find((each) => each && parseKey(each));
  return key ? displayPrefix(key) : null;
}
