import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** A request that is refused before any verb is asked. */
export class HttpRefusal extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>> = {};

  constructor(status: ContentfulStatusCode, code: string, message: string) {
    super(message);
    this.name = 'HttpRefusal';
    this.status = status;
    this.code = code;
  }
}
