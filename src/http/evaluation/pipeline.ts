import { evaluationBodyBytes } from '../../contract/fields/limits.ts';
import type { SnapshotLoader } from '../../snapshot/load.ts';
import type { UsageRecorder } from '../../usage/usage-recorder.ts';
import type { RequestLog } from '../request-log.ts';
import { type Access, AccessControl, type Granted, type Unavailable } from './access.ts';
import { BadRequest } from './bad-request.ts';
import { catchUpAccess } from './catch-up-access.ts';
import { type Credential, keyOf, readCredential } from './credential.ts';
import type { Endpoint } from './endpoint.ts';
import { type CountHundred, KeyRates } from './key-rates.ts';
import { KeyUses, type NoteKeyUse } from './key-uses.ts';
import { readText } from './read-text.ts';
import {
  bodyBrokenOff,
  bodyTooLarge,
  internalError,
  invalidKey,
  tooManyRequests,
} from './refusals.ts';
import { routePattern } from './route-pattern.ts';
import { ContextGuard } from './signed-context/context-guard.ts';
import { findNamedVersion } from './version-tag.ts';

export interface PipelineOptions {
  readonly snapshots: SnapshotLoader;
  readonly countHundred?: CountHundred | undefined;
  readonly noteKeyUse?: NoteKeyUse | undefined;
  /** Absent where nothing is counted. */
  readonly usage?: UsageRecorder | undefined;
  /** Absent where no request is noted. */
  readonly requests?: RequestLog | undefined;
  readonly hasStreams: boolean;
  readonly now: () => number;
  readonly codeVersion: string;
  readonly logError: (message: string, error: unknown) => void;
}

/** A request and who answers it; each part is asked for once, as that costs more than a flag. */
export interface Asking {
  readonly endpoint: Endpoint;
  readonly request: Request;
  readonly url: string;
  readonly headers: Headers;
  readonly ctx: ExecutionContext;
  /** Empty until it is read, or where the endpoint reads none; undefined where it is too large. */
  body: string | undefined;
  /** Undefined until it is read, or where there is none. */
  credential: Credential;
}

type Answered = Response | Promise<Response>;

/**
 * What happens to a request for flags: its body is read, its key is checked and counted, the version
 * that it names is had, the context that it has signed is verified, and its endpoint answers. Nothing
 * waits where nothing has to, as a promise costs more than a flag. Never rejects.
 */
export class Pipeline {
  readonly access: AccessControl;
  readonly #rates: KeyRates;
  readonly #uses: KeyUses;
  readonly #guard = new ContextGuard();
  readonly #options: PipelineOptions;

  constructor(options: PipelineOptions) {
    this.#options = options;
    this.access = new AccessControl(options.snapshots, options.now);
    this.#rates = new KeyRates(options);
    this.#uses = new KeyUses(options);
  }

  serve(asking: Asking): Answered {
    if (!asking.endpoint.readsBody) return this.#attempt(asking);
    return readText(asking, evaluationBodyBytes).then(
      (body) => {
        asking.body = body;
        return this.#attempt(asking);
      },
      () => asking.endpoint.refuse(bodyBrokenOff),
    );
  }

  /** Of a request that is answered elsewhere: seconds after which the key may ask again; 0 for now. */
  countRequest(keyHash: string, now: number, ctx: Pick<ExecutionContext, 'waitUntil'>): number {
    return this.#rates.count(keyHash, now, ctx);
  }

  explainFailure(error: unknown, { refuse }: Pick<Endpoint, 'refuse'>): Response {
    if (error instanceof BadRequest)
      return refuse({ status: 400, code: error.code, message: error.message });
    const requestId = crypto.randomUUID();
    this.#options.logError(`request ${requestId} failed`, error);
    return refuse({ ...internalError, requestId });
  }

  #attempt(asking: Asking): Answered {
    const { now } = this.#options;
    try {
      const response = this.#checkKey(asking);
      if (!(response instanceof Promise)) return this.#ended(response, asking, 0);
      const startedAt = now();
      return response.then(
        (late) => this.#ended(tellWait(late, now() - startedAt), asking, now() - startedAt),
        (error) => this.#failed(error, asking, now() - startedAt),
      );
    } catch (error) {
      return this.#failed(error, asking, 0);
    }
  }

  #failed(error: unknown, asking: Asking, milliseconds: number): Response {
    const response = this.explainFailure(error, asking.endpoint);
    this.#note(response, asking, milliseconds);
    return response;
  }

  #note(response: Response, { request, url }: Asking, milliseconds: number): void {
    const route = routePattern(url);
    this.#options.requests?.note({ request, route, response, milliseconds });
  }

  /** What it has counted is reported later by whoever is the first to see that nobody does. */
  #ended(response: Response, asking: Asking, milliseconds: number): Response {
    const { usage, now, requests } = this.#options;
    if (usage?.isDue(now())) {
      asking.ctx.waitUntil(usage.reportLater(locationOf(asking.request)));
    }
    if (requests?.isSampling) this.#note(response, asking, milliseconds);
    return response;
  }

  /** At once when the key is known and its snapshot is held. */
  #checkKey(asking: Asking): Answered {
    asking.credential = readCredential(asking.headers);
    const checked = this.access.check(keyOf(asking.credential));
    return checked instanceof Promise
      ? checked.then((access) => this.#proceed(access, asking))
      : this.#proceed(checked, asking);
  }

  #proceed(access: Access, asking: Asking): Answered {
    const { refuse } = asking.endpoint;
    if (access === 'refused') return refuse(invalidKey);
    const now = this.#options.now();
    if (access.held) {
      const waitSeconds = this.#count(access, asking, now);
      if (waitSeconds > 0) return refuse(tooManyRequests(waitSeconds));
      this.#uses.note(access, now, asking.ctx);
    }
    return asking.body === undefined ? refuse(bodyTooLarge) : this.#answer(access, asking, now);
  }

  /** Seconds after which the key may ask again, where it may not now; else 0. */
  #count({ held, key }: Granted, { ctx }: Asking, now: number): number {
    const refresh = this.#options.snapshots.refreshIfDue(held.snapshot.environment);
    if (refresh) ctx.waitUntil(refresh);
    return this.#rates.count(key.hash, now, ctx);
  }

  #answer(access: Granted | Unavailable, asking: Asking, now: number): Answered {
    const { endpoint, url, headers, body = '' } = asking;
    const { codeVersion, hasStreams, snapshots, usage } = this.#options;
    const asked = { url, headers, body, now, codeVersion, hasStreams, usage };
    const has = access.held && endpoint.hasEtag ? headers.get('If-None-Match') : null;
    const named = access.held && findNamedVersion(url, has);
    if (!access.held || !named || named.version <= access.held.snapshot.version)
      return this.#guard.answer(asking, access, asked);
    return catchUpAccess({ granted: access, named, now }, snapshots).then((newest) => {
      if (newest === 'refused') return endpoint.refuse(invalidKey);
      // What was confirmed meanwhile would be so in the future, and pass for stale.
      const later = { ...asked, now: this.#options.now() };
      return this.#guard.answer(asking, newest, later);
    });
  }
}

/** Asked for rarely, as the platform reads all it knows of a request for it. */
const locationOf = ({ cf }: Request): string => (typeof cf?.colo === 'string' ? cf.colo : 'local');

/** Whoever was answered at once is told nothing: the clock stands still while an isolate computes. */
function tellWait(response: Response, milliseconds: number): Response {
  if (milliseconds > 0) response.headers.set('Server-Timing', `total;dur=${milliseconds}`);
  return response;
}
