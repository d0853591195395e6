import { hubPolicy } from '../resource-policy.ts';
import { answeredWithin } from '../snapshot/answered-within.ts';
import type { PackedSnapshot } from '../snapshot/format.ts';
import type { Label } from '../snapshot/store.ts';
import type { Hub, HubAnswer, HubReminded, HubShard } from './hub.ts';
import { hubName } from './hub-name.ts';
import type { KeyUse } from './key-uses.ts';

/** The calls of a hub's binding that are made. */
export type HubNamespace = Pick<DurableObjectNamespace<Hub>, 'getByName'>;

export interface HubSettings {
  readonly namespace: HubNamespace;
  /** Over how many objects the streams of one environment are spread. */
  readonly shards: number;
  /** How many streams one of them takes. */
  readonly streams: number;
  /** How many of these may be one key's. */
  readonly streamsOfKey: number;
}

export interface WantedStream {
  /** Whose stream it is. */
  readonly keyId: string;
  /** The last version that the client has heard of. */
  readonly after?: number | undefined;
}

/** A shard takes no more streams: of anybody, or of the key. */
export type Full = 'hub' | 'key';

/** The hub as the edge and a publisher ask it. */
export interface HubClient {
  /** What it holds, with the snapshot where that is newer; undefined when nothing was published. */
  find(environment: string, newerThan: number): Promise<HubAnswer | undefined>;
  findLabel(environment: string): Promise<Label | undefined>;
  /** Announces it to every stream. What it holds that is newer stays. */
  publish(environment: string, packed: PackedSnapshot): Promise<void>;
  /** That a key was used at that instant; told once an hour by each isolate. */
  noteKeyUse(environment: string, keyId: string, usedAt: number): Promise<void>;
  listKeyUses(environment: string): Promise<readonly KeyUse[]>;
  /** How each shard is, the keeper first. */
  listShards(environment: string): Promise<readonly HubShard[]>;
  /** Has each shard told of what is newest, should it have missed it. */
  remind(environment: string): Promise<HubReminded>;
  /** A socket of `VersionEvent`s, not yet accepted; what is full where the shard takes no more. */
  openStream(environment: string, wanted: WantedStream): Promise<WebSocket | Full>;
}

/** All there is to know about reaching the hub. Each call throws when it is not answered in time. */
export function hubClient({ namespace, shards, streams, streamsOfKey }: HubSettings): HubClient {
  const keeper = (environment: string) => namespace.getByName(hubName(environment, 0));
  const { readMilliseconds, writeMilliseconds, connectMilliseconds } = hubPolicy;

  return {
    find: (environment, newerThan) =>
      answeredWithin(keeper(environment).find(newerThan), readMilliseconds),

    findLabel: async (environment) =>
      (await answeredWithin(keeper(environment).find(Infinity), readMilliseconds))?.label,

    publish: (environment, packed) =>
      answeredWithin(
        keeper(environment).publish({ environment, packed, shards }),
        writeMilliseconds,
      ),

    remind: (environment) =>
      answeredWithin(keeper(environment).remind({ environment, shards }), writeMilliseconds),

    noteKeyUse: (environment, keyId, usedAt) =>
      answeredWithin(keeper(environment).noteKeyUse(keyId, usedAt), writeMilliseconds),

    listKeyUses: (environment) =>
      answeredWithin(keeper(environment).listKeyUses(), readMilliseconds),

    listShards: (environment) =>
      Promise.all(
        Array.from({ length: shards }, (_, shard) =>
          answeredWithin(
            namespace.getByName(hubName(environment, shard)).describe(),
            readMilliseconds,
          ),
        ),
      ),

    async openStream(environment, { keyId, after }) {
      const shard = Math.floor(Math.random() * shards);
      const url = new URL('https://hub/stream');
      url.searchParams.set('limit', String(streams));
      url.searchParams.set('key', keyId);
      url.searchParams.set('limit_of_key', String(streamsOfKey));
      if (after !== undefined) url.searchParams.set('after', String(after));
      if (shard !== 0) url.searchParams.set('keeper', hubName(environment, 0));
      const asked = namespace
        .getByName(hubName(environment, shard))
        .fetch(url, { headers: { Upgrade: 'websocket' } });
      const { status, webSocket } = await answeredWithin(asked, connectMilliseconds);
      if (webSocket) return webSocket;
      if (status === 503) return 'hub';
      if (status === 429) return 'key';
      throw new Error(`the hub answered ${status}`);
    },
  };
}
