import { connect, type Socket } from 'node:net';

/** A client that holds a live stream open, and notes when it hears of which version. */
export interface Listener {
  /** By version, when its event was there, in milliseconds of `performance.now()`. */
  readonly heard: ReadonlyMap<number, number>;
  readonly isOver: () => boolean;
  readonly close: () => void;
}

/** Resolves once the first event is there. */
export function listen(url: string, key: string): Promise<Listener> {
  const { hostname, port, host } = new URL(url);
  const socket: Socket = connect(Number(port), hostname);
  const heard = new Map<number, number>();
  let isOver = false;
  socket.write(`GET /ofrep/v1/stream?key=${key} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  socket.once('close', () => {
    isOver = true;
  });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.on('data', (bytes) => {
      const at = performance.now();
      for (const [, version] of bytes.toString('latin1').matchAll(/^id: (\d+)$/gm)) {
        heard.set(Number(version), at);
        resolve({ heard, isOver: () => isOver, close: () => socket.destroy() });
      }
    });
  });
}
