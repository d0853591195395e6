import type { VersionEvent } from '../../../hub/version-event.ts';
import { streamPolicy } from '../../../resource-policy.ts';
import { eventText, keepaliveText, retryText } from './server-sent.ts';

export interface BridgeOptions {
  /** Of the hub, not yet accepted. */
  readonly socket: WebSocket;
  /** Resolves when this isolate answers with what the event announces; false ends the stream. */
  readonly prepare: (event: VersionEvent) => Promise<boolean>;
  /** Asked now and then: false ends the stream. */
  readonly mayGoOn: () => boolean;
  readonly retryMilliseconds: number;
  readonly keepaliveMilliseconds: number;
}

const utf8 = new TextEncoder();

/**
 * A hub's socket as server-sent events. Ends when either side does, when it may not go on, or when the
 * hub no longer answers; a client that does not take what is written is cut. Whoever still wants to know
 * comes back, and is told what it has missed.
 */
export const bridge = (options: BridgeOptions): ReadableStream<Uint8Array> =>
  new ReadableStream(new Bridge(options), {
    highWaterMark: streamPolicy.bufferedBytes,
    size: (chunk) => chunk.byteLength,
  });

class Bridge implements UnderlyingSource<Uint8Array> {
  readonly #options: BridgeOptions;
  readonly #waiting: VersionEvent[] = [];
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #isForwarding = false;
  #hasAnswered = true;

  constructor(options: BridgeOptions) {
    this.#options = options;
  }

  start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    const { socket, retryMilliseconds, keepaliveMilliseconds } = this.#options;
    this.#controller = controller;
    this.#write(retryText(retryMilliseconds));
    this.#timer = setInterval(() => this.#keepAlive(), keepaliveMilliseconds);
    socket.accept();
    socket.addEventListener('message', ({ data }) => this.#hear(String(data)));
    socket.addEventListener('close', () => this.#end());
    socket.addEventListener('error', () => this.#end());
  }

  /** The client has gone. */
  cancel(): void {
    this.#leave();
  }

  #hear(message: string): void {
    this.#hasAnswered = true;
    if (message === 'pong') return;
    if (this.#waiting.length >= streamPolicy.waitingEvents) this.#end();
    else this.#waiting.push(JSON.parse(message));
    if (!this.#isForwarding) void this.#forward();
  }

  /** One event at a time, so that they keep their order. */
  async #forward(): Promise<void> {
    this.#isForwarding = true;
    for (let event = this.#waiting.shift(); event; event = this.#waiting.shift()) {
      if (await this.#options.prepare(event)) this.#write(eventText(event));
      else this.#end();
    }
    this.#isForwarding = false;
  }

  #keepAlive(): void {
    if (!this.#hasAnswered || !this.#options.mayGoOn()) {
      this.#end();
      return;
    }
    this.#hasAnswered = false;
    this.#options.socket.send('ping');
    this.#write(keepaliveText);
  }

  #write(text: string): void {
    const controller = this.#controller;
    if (!controller) return;
    if ((controller.desiredSize ?? 0) > 0) {
      controller.enqueue(utf8.encode(text));
    } else {
      controller.error(new Error('the client does not take what is written'));
      this.#leave();
    }
  }

  #end(): void {
    this.#controller?.close();
    this.#leave();
  }

  #leave(): void {
    if (!this.#controller) return;
    this.#controller = undefined;
    this.#waiting.length = 0;
    clearInterval(this.#timer);
    this.#options.socket.close(1000);
  }
}
