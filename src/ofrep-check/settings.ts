/** What the checks are told of a server. */
export interface Settings {
  /** All that is before `/ofrep`, without a slash at its end. */
  readonly baseUrl: string;
  readonly key: string | undefined;
  /** Sent with everything but what a browser sends by itself. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly context: Context;
  readonly flags: Readonly<Partial<Record<FlagRole, string>>>;
  /** Attributes that change what a flag is evaluated to. */
  readonly variesBy: readonly Attribute[];
  /** Of the page that a browser is said to show. */
  readonly origin: string;
  /** The longest silence of a stream; undefined when it is not to be waited for. */
  readonly keepAliveSeconds: number | undefined;
  /** After which an address of a stream is refused. */
  readonly tokenLifetimeSeconds: number | undefined;
  /** How many requests may be sent to meet the rate limit. */
  readonly burst: number | undefined;
  /** Ids of checks and sections. */
  readonly skip: readonly string[];
}

export type Context = Readonly<Record<string, unknown>>;

export interface Attribute {
  /** Parts of a nested one are joined by dots. */
  readonly path: string;
  readonly value: unknown;
}

/** What a flag is there to show. */
export const flagRoles = [
  'boolean',
  'string',
  'integer',
  'float',
  'object',
  'code-default',
  'disabled',
  'missing',
  'broken',
] as const;

export type FlagRole = (typeof flagRoles)[number];

/** What the checks do beside asking over HTTP. */
export interface Capabilities {
  readonly fetch: typeof fetch;
  readonly wait: (seconds: number) => Promise<void>;
  /** Changes what a flag is evaluated to, each time it is called; undefined where nothing can. */
  readonly flip: (() => Promise<void>) | undefined;
  readonly progress: (line: string) => void;
}
