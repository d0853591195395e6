import type { Hub } from './hub/hub.ts';
import type { HubSettings } from './hub/hub-client.ts';
import { hubPolicy } from './resource-policy.ts';

/** Bindings and variables as `wrangler.toml`, secrets and `npm run dev` provide them. */
export interface Env {
  readonly SNAPSHOTS: KVNamespace;
  readonly RATE_LIMIT?: RateLimit;
  /** Without it there are no live updates, and a rung less on the ladder. */
  readonly HUB?: DurableObjectNamespace<Hub>;
  readonly STREAM_SHARDS?: string | number;
  readonly ENVIRONMENT: string;
  readonly VERSION?: WorkerVersionMetadata;
  readonly DATABASE_URL?: string;
  readonly DATABASE_READ_URL?: string;
  readonly ADMIN_SECRET?: string;
  readonly NEON_PROXY_URL?: string;
  /** Without it the scheduled job delivers. */
  readonly WEBHOOKS?: Queue<DeliveryMessage>;
  readonly WEBHOOK_HOSTS?: string;
}

/** What is in the queue: which delivery is due. */
export interface DeliveryMessage {
  readonly delivery: string;
}

/** The same, parsed: what the rest of the code is configured by. */
export interface Config {
  readonly snapshots: KVNamespace;
  /** Of keys, by their hash; absent where there is none to be. */
  readonly rateLimit: RateLimit | undefined;
  readonly hub: HubSettings | undefined;
  readonly codeVersion: string;
  readonly databaseUrl: string | undefined;
  /** Of a read replica. */
  readonly databaseReadUrl: string | undefined;
  /** Absent when unset or shorter than 32 characters: then no secret opens anything. */
  readonly adminSecret: string | undefined;
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
}

const minSecretCharacters = 32;

/** The only reader of bindings. */
export function parseEnv(env: Env): Config {
  const secret = env.ADMIN_SECRET ?? '';
  return {
    snapshots: env.SNAPSHOTS,
    rateLimit: env.RATE_LIMIT,
    hub: env.HUB && {
      namespace: env.HUB,
      shards: parseShards(env.STREAM_SHARDS),
      streams: hubPolicy.streams,
      streamsOfKey: hubPolicy.streamsOfKey,
    },
    codeVersion: env.VERSION?.id || 'local',
    databaseUrl: env.DATABASE_URL || undefined,
    databaseReadUrl: env.DATABASE_READ_URL || undefined,
    adminSecret: secret.length >= minSecretCharacters ? secret : undefined,
    neonProxyUrl: env.ENVIRONMENT === 'production' ? undefined : env.NEON_PROXY_URL || undefined,
    deliveries: env.WEBHOOKS,
    webhookAddresses: {
      hosts: (env.WEBHOOK_HOSTS ?? '')
        .toLowerCase()
        .split(/[\s,]+/)
        .filter(Boolean),
      allowsLoopback: env.ENVIRONMENT !== 'production',
    },
  };
}

/** One, where it is no number from 1 to the most. */
function parseShards(setting: Env['STREAM_SHARDS']): number {
  const shards = Number(setting);
  return Number.isInteger(shards) && shards >= 1 && shards <= hubPolicy.mostShards ? shards : 1;
}
