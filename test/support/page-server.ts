import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'vite';

export interface PageServer {
  /** Another than the Worker's. */
  readonly origin: string;
  readonly close: () => void;
}

/** A folder with an `index.html`, built as its owner would build it, on a port of its own. */
export async function servePages(
  root: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<PageServer> {
  const files = await buildPages(root, variables);
  const server = createServer(({ url }, response) => {
    const path = url === '/' ? 'index.html' : (url ?? '').slice(1);
    const source = files.get(path);
    const type = path.endsWith('.js') ? 'text/javascript' : 'text/html';
    const missing = path === 'favicon.ico' ? 204 : 404;
    response.writeHead(source === undefined ? missing : 200, { 'Content-Type': type }).end(source);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function buildPages(root: string, variables: Readonly<Record<string, string>>) {
  const defined = Object.entries(variables).map(([name, value]) => [
    `import.meta.env.${name}`,
    JSON.stringify(value),
  ]);
  const built = await build({
    root,
    configFile: false,
    envFile: false,
    logLevel: 'error',
    define: Object.fromEntries(defined),
    build: { write: false },
  });
  if (!('output' in built)) throw new Error(`${root} is not one page`);
  return new Map(
    built.output.map((file) => [file.fileName, 'code' in file ? file.code : file.source]),
  );
}
