import type { AttemptCounter } from './attempts/attempt-counter.ts';
import type { AttemptNamespace } from './attempts/attempts.ts';
import type { Hub } from './hub/hub.ts';
import type { HubSettings } from './hub/hub-client.ts';
import { hubPolicy } from './resource-policy.ts';
import type { EdgeReport } from './usage/edge-report.ts';
import type { Watchman } from './watchman/watchman.ts';
import type { WatchmanNamespace } from './watchman/watchman-client.ts';

/** Bindings and variables as `wrangler.toml`, secrets and `npm run dev` provide them. */
export interface Env {
  readonly SNAPSHOTS: KVNamespace;
  readonly RATE_LIMIT?: RateLimit;
  /** Without it there are no live updates, and a rung less on the ladder. */
  readonly HUB?: DurableObjectNamespace<Hub>;
  /** Without it, each isolate counts failed log-ins by itself. */
  readonly ATTEMPTS?: DurableObjectNamespace<AttemptCounter>;
  readonly STREAM_SHARDS?: string | number;
  readonly ENVIRONMENT: string;
  readonly VERSION?: WorkerVersionMetadata;
  readonly DATABASE_URL?: string;
  readonly DATABASE_READ_URL?: string;
  readonly ADMIN_SECRET?: string;
  readonly GITHUB_CLIENT_ID?: string;
  readonly GITHUB_CLIENT_SECRET?: string;
  readonly GOOGLE_CLIENT_ID?: string;
  readonly GOOGLE_CLIENT_SECRET?: string;
  readonly ACCESS_TEAM_DOMAIN?: string;
  readonly ACCESS_AUD?: string;
  readonly ACCESS_PROVISION?: string;
  readonly NEON_PROXY_URL?: string;
  /** Without it nobody keeps watch. */
  readonly WATCHMAN?: DurableObjectNamespace<Watchman>;
  /** Without it the scheduled job delivers. */
  readonly WEBHOOKS?: Queue<DeliveryMessage>;
  readonly WEBHOOK_HOSTS?: string;
  /** Without it, nothing that is evaluated is counted. */
  readonly USAGE?: Queue<EdgeReport>;
  /** Without it nobody keeps backups. */
  readonly BACKUPS?: R2Bucket;
  /** Opens `/metrics`, and nothing else; at least 32 characters. */
  readonly METRICS_TOKEN?: string;
  /** The part of the requests that is logged, from 0 to 1; failures and changes are in any case. */
  readonly LOG_SAMPLE?: string | number;
}

/** What is in the queue: which delivery is due. */
export interface DeliveryMessage {
  readonly delivery: string;
}

/** What comes out of either queue. */
export type QueueMessage = DeliveryMessage | EdgeReport;

/** The same, parsed: what the rest of the code is configured by. */
export interface Config {
  readonly snapshots: KVNamespace;
  /** Of keys, by their hash; absent where there is none to be. */
  readonly rateLimit: RateLimit | undefined;
  readonly hub: HubSettings | undefined;
  readonly attempts: AttemptNamespace | undefined;
  readonly codeVersion: string;
  readonly databaseUrl: string | undefined;
  /** Of a read replica. */
  readonly databaseReadUrl: string | undefined;
  /** Absent when unset or shorter than 32 characters: then no secret opens anything. */
  readonly adminSecret: string | undefined;
  /** Those of whom both the id and the secret are set. */
  readonly logInProviders: Partial<Record<'github' | 'google', OAuthClient>>;
  /** Absent unless both the team's domain and the audience are set. */
  readonly access: CloudflareAccess | undefined;
  /** Where a local proxy speaks Neon's protocols; never in production. */
  readonly neonProxyUrl: string | undefined;
  /** Of deliveries to webhooks. */
  readonly deliveries: Queue<DeliveryMessage> | undefined;
  /** Where webhooks may be sent. */
  readonly webhookAddresses: {
    /** Any, where there is none. */
    readonly hosts: readonly string[];
    /** Never in production. */
    readonly allowsLoopback: boolean;
  };
  /** Of what the edge has served. */
  readonly usage: Queue<EdgeReport> | undefined;
  /** Absent when unset or shorter than 32 characters. */
  readonly metricsToken: string | undefined;
  /** From 0 to 1. */
  readonly logSample: number;
  readonly watchman: WatchmanNamespace | undefined;
  readonly backups: R2Bucket | undefined;
}

export interface OAuthClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface CloudflareAccess {
  /** `https://<team>.cloudflareaccess.com`. */
  readonly issuer: string;
  readonly audience: string;
  readonly provisions: boolean;
}

const minSecretCharacters = 32;

/** The only reader of bindings. */
export function parseEnv(env: Env): Config {
  return {
    snapshots: env.SNAPSHOTS,
    rateLimit: env.RATE_LIMIT,
    hub: env.HUB && {
      namespace: env.HUB,
      shards: parseShards(env.STREAM_SHARDS),
      streams: hubPolicy.streams,
      streamsOfKey: hubPolicy.streamsOfKey,
    },
    attempts: env.ATTEMPTS,
    codeVersion: env.VERSION?.id || 'local',
    databaseUrl: env.DATABASE_URL || undefined,
    databaseReadUrl: env.DATABASE_READ_URL || undefined,
    adminSecret: parseSecret(env.ADMIN_SECRET),
    logInProviders: parseProviders(env),
    access: parseAccess(env),
    neonProxyUrl: env.ENVIRONMENT === 'production' ? undefined : env.NEON_PROXY_URL || undefined,
    deliveries: env.WEBHOOKS,
    webhookAddresses: {
      hosts: (env.WEBHOOK_HOSTS ?? '')
        .toLowerCase()
        .split(/[\s,]+/)
        .filter(Boolean),
      allowsLoopback: env.ENVIRONMENT !== 'production',
    },
    usage: env.USAGE,
    metricsToken: parseSecret(env.METRICS_TOKEN),
    logSample: parseSample(env.LOG_SAMPLE),
    watchman: env.WATCHMAN,
    backups: env.BACKUPS,
  };
}

const parseSecret = (secret = ''): string | undefined =>
  secret.length >= minSecretCharacters ? secret : undefined;

/** One, where it is no number from 1 to the most. */
function parseShards(setting: Env['STREAM_SHARDS']): number {
  const shards = Number(setting);
  return Number.isInteger(shards) && shards >= 1 && shards <= hubPolicy.mostShards ? shards : 1;
}

/** None, where it is no number from 0 to 1. */
function parseSample(setting: Env['LOG_SAMPLE']): number {
  const sample = Number(setting);
  return sample >= 0 && sample <= 1 ? sample : 0;
}

function parseProviders(env: Env): Config['logInProviders'] {
  const clients = [
    ['github', env.GITHUB_CLIENT_ID, env.GITHUB_CLIENT_SECRET],
    ['google', env.GOOGLE_CLIENT_ID, env.GOOGLE_CLIENT_SECRET],
  ] as const;
  return Object.fromEntries(
    clients.flatMap(([name, clientId, clientSecret]) =>
      clientId && clientSecret ? [[name, { clientId, clientSecret }]] : [],
    ),
  );
}

/** `<team>`, `<team>.cloudflareaccess.com` or that with `https://` before it. */
const teamDomain = /^(?:https:\/\/)?([a-z0-9-]+)(?:\.cloudflareaccess\.com)?\/?$/i;

function parseAccess(env: Env): CloudflareAccess | undefined {
  const team = teamDomain.exec(env.ACCESS_TEAM_DOMAIN ?? '')?.[1];
  if (team === undefined || !env.ACCESS_AUD) return undefined;
  return {
    issuer: `https://${team.toLowerCase()}.cloudflareaccess.com`,
    audience: env.ACCESS_AUD,
    provisions: env.ACCESS_PROVISION === 'viewer',
  };
}
