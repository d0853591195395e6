import type { createControlPlane } from './control-plane.ts';
import { createDataPlane, type DataPlane } from './data-plane.ts';
import { type Config, type Env, parseEnv, type QueueMessage } from './env.ts';

export { AttemptCounter } from './attempts/attempt-counter.ts';
export { Hub } from './hub/hub.ts';
export { Watchman } from './watchman/watchman.ts';

type ControlPlane = ReturnType<typeof createControlPlane>;

/** What an isolate keeps from one request to the next. */
interface Isolate {
  readonly config: Config;
  readonly dataPlane: DataPlane;
  controlPlane?: Promise<ControlPlane>;
}

let isolate: Isolate | undefined;

/** The entry. What serves flags is made with the first request, what changes them when first needed. */
export default {
  fetch(request, env, ctx): Response | Promise<Response> {
    isolate ??= start(env);
    const { url } = request;
    if (!isControlPath(url)) return isolate.dataPlane.fetch(request, ctx, url);
    return loadControlPlane(isolate).then(({ app }) => app.fetch(request, env, ctx));
  },

  /** By the clock of the platform; see `crons` in wrangler.toml. */
  async scheduled(_, env): Promise<void> {
    isolate ??= start(env);
    const { runScheduledJob } = await loadControlPlane(isolate);
    await runScheduledJob();
  },

  /** Deliveries to webhooks that are due, and what isolates have served. */
  async queue(batch, env): Promise<void> {
    isolate ??= start(env);
    const { consume } = await loadControlPlane(isolate);
    await consume(batch);
  },
} satisfies ExportedHandler<Env, QueueMessage>;

function start(env: Env): Isolate {
  const config = parseEnv(env);
  const findInDatabase = async (environment: string) =>
    (await loadControlPlane(started)).compile(environment);
  const started: Isolate = { config, dataPlane: createDataPlane(config, { findInDatabase }) };
  return started;
}

function loadControlPlane(loading: Isolate): Promise<ControlPlane> {
  loading.controlPlane ??= import('./control-plane.ts').then((module) =>
    module.createControlPlane(loading.config, loading.dataPlane),
  );
  loading.controlPlane.catch(() => {
    delete loading.controlPlane;
  });
  return loading.controlPlane;
}

const controlPaths = [
  '/admin',
  '/docs',
  '/health/ready',
  '/metrics',
  '/openapi.json',
  '/openfeature/v0/manifest',
];

/** What the control plane answers. Cut by hand, as parsing the address costs more than a flag. */
function isControlPath(url: string): boolean {
  const start = url.indexOf('/', 'https://'.length);
  return controlPaths.some((path) => isAtOrBelow(path, url, start));
}

function isAtOrBelow(path: string, url: string, start: number): boolean {
  if (!url.startsWith(path, start)) return false;
  const end = start + path.length;
  return url.length === end || '/?'.includes(url.charAt(end));
}
