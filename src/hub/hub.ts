import { DurableObject } from 'cloudflare:workers';
import { hubPolicy } from '../resource-policy.ts';
import { answeredWithin } from '../snapshot/answered-within.ts';
import { type PackedSnapshot, unpack } from '../snapshot/format.ts';
import type { Label } from '../snapshot/store.ts';
import { type EventLog, eventLog } from './event-log.ts';
import { hubName } from './hub-name.ts';
import { type KeptSnapshot, keptSnapshot } from './kept-snapshot.ts';
import { type KeyUse, type KeyUses, keyUses } from './key-uses.ts';
import { type VersionEvent, versionEvent } from './version-event.ts';

export interface HubEnv {
  readonly HUB: DurableObjectNamespace<Hub>;
}

/** What the hub holds: only its label where that is no newer than what was asked for. */
export interface HubAnswer {
  readonly label: Label;
  readonly packed?: PackedSnapshot;
}

export interface HubShards {
  readonly environment: string;
  readonly shards: number;
}

/** How one of its objects is. */
export interface HubShard {
  /** The newest that it has heard of. */
  readonly version?: number;
  /** Open at the moment. */
  readonly streams: number;
}

/** What is published, for how many shards. */
export interface HubPublication extends HubShards {
  readonly packed: PackedSnapshot;
}

/** What the keeper holds, if anything; how many shards had missed it, and how many may have still. */
export interface HubReminded {
  readonly label?: Label;
  readonly told: number;
  readonly unreached: number;
}

/**
 * One environment's newest snapshot and the streams that are told of it, in several objects: the keeper,
 * which holds the snapshot, and shards, which hold WebSockets; the keeper is the first of them. Nothing
 * lives in memory alone, so an object may leave it at any time and its sockets stay open.
 *
 * Versions only go up. What is told is told at least once, and told again it is no news.
 */
export class Hub extends DurableObject<HubEnv> {
  readonly #snapshot: KeptSnapshot;
  readonly #events: EventLog;
  readonly #keyUses: KeyUses;

  constructor(ctx: DurableObjectState, env: HubEnv) {
    super(ctx, env);
    const { sql } = ctx.storage;
    const transactionSync = ctx.storage.transactionSync.bind(ctx.storage);
    this.#snapshot = keptSnapshot({ sql, transactionSync });
    this.#events = eventLog({ sql });
    this.#keyUses = keyUses({ sql });
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));
  }

  /** Of the keeper. Undefined when nothing was published. */
  find(newerThan: number): HubAnswer | undefined {
    const label = this.#snapshot.findLabel();
    if (!label || label.version <= newerThan) return label && { label };
    const packed = this.#snapshot.find();
    return packed && { label, packed };
  }

  /**
   * Of the keeper. What is no newer than what is kept changes nothing, and the newest is announced once
   * more, in case a shard has missed it. Throws for what is corrupt or of another environment, and for
   * a version that is kept with another content.
   */
  async publish({ environment, packed, shards }: HubPublication): Promise<void> {
    await unpack(packed, environment);
    const there = this.#snapshot.findLabel();
    if (there?.version === packed.version && there.checksum !== packed.checksum) {
      throw new Error(`version ${packed.version} was published with another content`);
    }
    if (!there || there.version < packed.version) this.#keep(packed);
    const others = otherShards({ environment, shards });
    this.ctx.waitUntil(this.#tell(others).catch(() => this.#tellLater(others)));
  }

  /** Tells the shards that were out of reach; the platform calls it again where it throws. */
  override async alarm(): Promise<void> {
    await this.#tell((await this.ctx.storage.get<string[]>('others')) ?? []);
  }

  /**
   * Of the keeper. Tells every shard what is newest, itself among them, and says whether any had missed
   * it; so a shard that was lost, or out of reach for long, tells its streams after all.
   */
  async remind({ environment, shards }: HubShards): Promise<HubReminded> {
    const label = this.#snapshot.findLabel();
    if (!label) return { told: 0, unreached: 0 };
    const isNews = this.announce(versionEvent(label, Date.now()));
    const ends = await Promise.allSettled(this.#tellEach(otherShards({ environment, shards })));
    return {
      label,
      told: ends.filter((end) => end.status === 'fulfilled' && end.value).length + Number(isNews),
      unreached: ends.filter(({ status }) => status === 'rejected').length,
    };
  }

  /** Of a shard. False where it is no news. */
  announce(event: VersionEvent): boolean {
    if (!this.#events.append(event)) return false;
    const text = JSON.stringify(event);
    for (const socket of this.ctx.getWebSockets()) say(socket, text);
    return true;
  }

  /** Of the keeper. */
  listEvents(): VersionEvent[] {
    return this.#events.listAfter(Number.NEGATIVE_INFINITY);
  }

  /** Of a shard. */
  describe(): HubShard {
    const version = this.#events.findNewest()?.version;
    const streams = this.ctx.getWebSockets().length;
    return version === undefined ? { streams } : { version, streams };
  }

  /** Of the keeper. */
  noteKeyUse(keyId: string, usedAt: number): void {
    this.#keyUses.note(keyId, usedAt);
  }

  /** Of the keeper. */
  listKeyUses(): KeyUse[] {
    return this.#keyUses.list();
  }

  /**
   * Opens a stream: a WebSocket of `VersionEvent`s. What was missed since `after` comes first; the newest
   * event in any case, as whoever connects cannot know what happened since it last asked.
   */
  override async fetch(request: Request): Promise<Response> {
    const { searchParams } = new URL(request.url);
    const number = (name: string) => {
      const text = searchParams.get(name);
      return text === null ? Number.NaN : Number(text);
    };
    const after = number('after');
    await this.#fillLog(searchParams.get('keeper'), after);
    const key = searchParams.get('key') ?? '';
    if (this.ctx.getWebSockets().length >= number('limit')) {
      return new Response(null, { status: 503 });
    }
    if (this.ctx.getWebSockets(key).length >= number('limit_of_key')) {
      return new Response(null, { status: 429 });
    }
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server, [key]);
    for (const event of this.#missedSince(after)) server.send(JSON.stringify(event));
    return new Response(null, { status: 101, webSocket: client });
  }

  #keep(packed: PackedSnapshot): void {
    this.#snapshot.replace(packed);
    this.announce(versionEvent(packed, Date.now()));
  }

  async #tell(others: readonly string[]): Promise<void> {
    await Promise.all(this.#tellEach(others));
  }

  #tellEach(others: readonly string[]): Promise<boolean>[] {
    const event = this.#events.findNewest();
    if (!event) return [];
    return others.map(async (name) =>
      answeredWithin(this.env.HUB.getByName(name).announce(event), hubPolicy.tellMilliseconds),
    );
  }

  async #tellLater(others: readonly string[]): Promise<void> {
    await this.ctx.storage.put('others', others);
    await this.ctx.storage.setAlarm(Date.now() + hubPolicy.tellAgainMilliseconds);
  }

  #missedSince(after: number): VersionEvent[] {
    const missed = Number.isNaN(after) ? [] : this.#events.listAfter(after);
    return missed.length > 0 ? missed : [this.#events.findNewest() ?? []].flat();
  }

  /** A shard that was added later, or has missed what a client knows of, asks the keeper. */
  async #fillLog(keeper: string | null, after: number): Promise<void> {
    const newest = this.#events.findNewest()?.version;
    if (keeper === null || (newest !== undefined && !(after > newest))) return;
    for (const event of await this.env.HUB.getByName(keeper).listEvents()) this.announce(event);
  }
}

const otherShards = ({ environment, shards }: HubShards): string[] =>
  Array.from({ length: shards - 1 }, (_, index) => hubName(environment, index + 1));

/** A socket that cannot be written to is closed, so that its client comes back; the others go on. */
function say(socket: WebSocket, text: string): void {
  try {
    socket.send(text);
  } catch {
    closeQuietly(socket);
  }
}

function closeQuietly(socket: WebSocket): void {
  try {
    socket.close(1011, 'it could not be written to');
  } catch {
    // It was closed before.
  }
}
