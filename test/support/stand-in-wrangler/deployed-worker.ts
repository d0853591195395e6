import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from '../../../dev/processes/free-port.ts';
import { createService } from '../../../dev/stack/service.ts';
import { startWrangler, type Wrangler } from '../../../dev/stack/wrangler.ts';

interface Ground {
  /** For what it keeps: KV and the hub survive a deployment. */
  readonly folder: string;
  readonly neonProxyUrl: string;
}

/** What runs where a stand-in account deploys to: the real Worker in workerd, with the secrets that are set. */
export async function openDeployedWorker({ folder, neonProxyUrl }: Ground) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let worker: Wrangler | undefined;

  async function deploy(secrets: Record<string, string>): Promise<void> {
    await worker?.stop();
    const variables = { ...secrets, ENVIRONMENT: 'development', NEON_PROXY_URL: neonProxyUrl };
    worker = await startWrangler({ port, devDir: folder, variables });
    const service = createService(url, AbortSignal.timeout(120_000));
    await service.awaitOk({ path: '/health' }, { milliseconds: 90_000 });
  }

  const hook = createServer(async (request, response) => {
    try {
      const chunks = await request.toArray();
      await deploy(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      response.end(JSON.stringify({ url }));
    } catch (error) {
      response.writeHead(500).end(`The Worker does not start: ${error}`);
    }
  });
  await once(hook.listen(0, '127.0.0.1'), 'listening');
  const close = async () => {
    hook.close();
    await worker?.stop();
  };
  return { hook: `http://127.0.0.1:${(hook.address() as AddressInfo).port}`, url, close };
}
