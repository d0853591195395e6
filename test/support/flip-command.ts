import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A command for `--flip` that has this process flip a flag. */
export async function startFlipping(flip: () => Promise<unknown>) {
  const control = createServer(async (_, response) => {
    await flip();
    response.end();
  });
  await new Promise<void>((resolve) => control.listen(0, '127.0.0.1', resolve));
  const { port } = control.address() as AddressInfo;
  const command = `${JSON.stringify(process.execPath)} -e "fetch('http://127.0.0.1:${port}')"`;
  return { command, close: () => control.close() };
}
