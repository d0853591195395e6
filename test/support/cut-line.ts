import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface CutLine {
  readonly url: string;
  /** What is under way breaks off, and whatever is tried from then on. */
  readonly cut: () => void;
  /** From then on it leads there. */
  readonly mend: (url: string) => void;
  readonly close: () => void;
}

/** A line to a server, on a port that stays the same, which can be cut and mended. */
export async function layLine(url: string): Promise<CutLine> {
  const open = new Set<Socket>();
  let target: URL | undefined = new URL(url);
  const hold = (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => {}).once('close', () => open.delete(socket));
  };
  const server = createServer((near) => {
    hold(near);
    if (!target) return void near.resetAndDestroy();
    const far = connect(Number(target.port), target.hostname);
    hold(far);
    near.pipe(far).pipe(near);
    near.once('close', () => far.destroy());
    far.once('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    target = undefined;
    for (const socket of open) socket.resetAndDestroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    mend: (again) => {
      target = new URL(again);
    },
    close: () => {
      cut();
      server.close();
    },
  };
}
