import * as z from 'zod';
import { hasQueue, type Wrangler } from '../wrangler.ts';
import { complaintOf, findTrouble } from '../wrangler-complaint.ts';
import type { WranglerEnd } from '../wrangler-end.ts';
import { deployFailure } from './deploy-failure.ts';

/** Which versions answer, each with its part in percent, in the order in which they were named. */
export type Traffic = readonly Share[];

export interface Share {
  readonly version: string;
  readonly percent: number;
}

export interface Deployment {
  readonly traffic: Traffic;
  /** What whoever made it wrote beside it. */
  readonly message: string;
}

export interface UploadedVersion {
  /** Of the last migration of Durable Objects that it has; undefined where it has none. */
  readonly migrationTag: string | undefined;
  readonly bindings: readonly { readonly name: string; readonly type: string }[];
}

/** What a deployment asks of Cloudflare. Throws with what wrangler says. */
export type Cloudflare = ReturnType<typeof cloudflareBy>;

const deployment = z.object({
  versions: z.array(z.object({ version_id: z.string(), percentage: z.number() })),
  annotations: z.object({ 'workers/message': z.string().optional() }).optional(),
});

const version = z.object({
  resources: z.object({
    bindings: z.array(z.object({ name: z.string(), type: z.string() })).default([]),
    script_runtime: z.object({ migration_tag: z.string().optional() }).default({}),
  }),
});

const secrets = z.array(z.object({ name: z.string() }));
const namespaces = z.array(z.object({ id: z.string() }));

export function cloudflareBy(wrangler: Wrangler) {
  const must = async (...args: readonly string[]) => {
    const end = await wrangler.attempt(args);
    if (end.exitCode === 0) return end;
    throw refusedBy(args, end);
  };
  const readJson = async <Shape extends z.ZodType>(shape: Shape, ...args: readonly string[]) =>
    parseAnswer(shape, args, (await must(...args)).stdout);

  return {
    /** Undefined where there is no Worker of this name, or nothing of it was ever deployed. */
    async findDeployment(): Promise<Deployment | undefined> {
      const args = ['deployments', 'status', '--json'];
      const end = await wrangler.attempt(args);
      if (end.exitCode !== 0) {
        if (isAbsent(end)) return undefined;
        throw refusedBy(args, end);
      }
      const { versions, annotations } = parseAnswer(deployment, args, end.stdout);
      return {
        traffic: versions.map(({ version_id, percentage }) => ({
          version: version_id,
          percent: percentage,
        })),
        message: annotations?.['workers/message'] ?? '',
      };
    },
    async getVersion(id: string): Promise<UploadedVersion> {
      const { resources } = await readJson(version, 'versions', 'view', id, '--json');
      const { bindings, script_runtime } = resources;
      return { bindings, migrationTag: script_runtime.migration_tag || undefined };
    },
    listSecrets: async () =>
      (await readJson(secrets, 'secret', 'list', '--format', 'json')).map(({ name }) => name),
    listNamespaces: async () =>
      (await readJson(namespaces, 'kv', 'namespace', 'list')).map(({ id }) => id),
    hasQueue: (name: string) => hasQueue(wrangler, name),
    /** It answers nobody yet. Resolves with its id. */
    async upload(): Promise<string> {
      const args = ['versions', 'upload'];
      return versionOf(await must(...args), 'version-upload', args);
    },
    /** Code, Durable Objects, routes and crons, to everybody at once. Resolves with the version's id. */
    async deployAtOnce(secretsFile: string | undefined): Promise<string> {
      const more = secretsFile === undefined ? [] : ['--secrets-file', secretsFile];
      return versionOf(await must('deploy', ...more), 'deploy', ['deploy']);
    },
    async shift(traffic: Traffic, message: string): Promise<void> {
      const specs = traffic.map(({ version: id, percent }) => `${id}@${percent}`);
      await must('versions', 'deploy', ...specs, '--message', message, '-y');
    },
    /** Routes and crons, which no version has. */
    async applyTriggers(): Promise<void> {
      await must('triggers', 'deploy');
    },
  };
}

/** For a person to type. */
export function shiftCommand(traffic: Traffic): string {
  const specs = traffic.map(({ version: id, percent }) => `${id}@${percent}`);
  return `npx wrangler versions deploy ${specs.join(' ')} -y`;
}

const workerNotFound = 10007;

const isAbsent = (end: WranglerEnd): boolean =>
  end.entries.some(({ code }) => Number(code) === workerNotFound) ||
  /has no deployments|does not exist on your account|code: 10007/.test(complaintOf(end));

function versionOf(end: WranglerEnd, type: string, args: readonly string[]): string {
  const id = end.entries.findLast((entry) => entry.type === type)?.version_id;
  if (id) return id;
  throw wranglerFailed(args, 'it ended well, and did not say which version it made');
}

function parseAnswer<Shape extends z.ZodType>(
  shape: Shape,
  args: readonly string[],
  text: string,
): z.infer<Shape> {
  try {
    return shape.parse(JSON.parse(text.slice(text.search(/^[[{]/m))));
  } catch {
    const said = text.trim().slice(0, 200) || 'nothing';
    throw wranglerFailed(args, `it answers what is not understood here: ${said}`);
  }
}

/** Up to the options. */
function wordsOf(args: readonly string[]): string {
  const options = args.findIndex((each) => each.startsWith('-'));
  return args.slice(0, options < 0 ? undefined : options).join(' ');
}

function refusedBy(args: readonly string[], end: WranglerEnd) {
  const trouble = findTrouble(end);
  if (trouble === undefined) return wranglerFailed(args, complaintOf(end));
  const { code, why, wayOut } = trouble;
  return deployFailure(code, `wrangler ${wordsOf(args)}: ${why}: ${complaintOf(end)}`, { wayOut });
}

function wranglerFailed(args: readonly string[], complaint: string) {
  return deployFailure('wrangler_failed', `wrangler ${wordsOf(args)}: ${complaint}`, {
    wayOut: 'Try it by itself, and put right what it objects to. Then deploy again.',
  });
}
