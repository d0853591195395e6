import type { Readiness } from '../../src/contract/health/readiness.ts';
import type { RepairResult } from '../../src/contract/health/repair.ts';
import { type Ask, adminSecret } from './ground.ts';

/** What a path came to, in the words of the matrix. */
export type Outcome = string;

export const pathNames = [
  'evaluate warm',
  'evaluate cold',
  'OFREP warm',
  'OFREP cold',
  'list flags',
  'mutate flag',
  'health',
  'ready',
  'repair',
] as const;
export type PathName = (typeof pathNames)[number];

interface Evaluating {
  readonly key: string;
  /** The newest version that is published. */
  readonly newest: number;
}

const flag = 'admin.analytics';
/** An answer that is no older than this is called fresh: a check every two seconds, and a slow one. */
const freshSeconds = 5;

/** `200 kv`; with `stale` when it is of an earlier version or old, and says so. */
export async function evaluate(ask: Ask, { key, newest }: Evaluating): Promise<Outcome> {
  const response = await ask('GET', `/features/${flag}?user_id=42`, { key });
  const body = await response.json<{ is_enabled?: boolean }>();
  const [source, version, age] = ['source', 'version', 'age'].map((name) =>
    response.headers.get(`x-flags-${name}`),
  );
  if (response.status !== 200 || source === 'default') return `${response.status} ${source}`;
  const isFresh = Number(version) >= newest && Number(age) <= freshSeconds;
  const told = Number(age) > freshSeconds ? ', tells its age' : '';
  const value = body.is_enabled === true ? '' : ' WRONG VALUE';
  return `200 ${source}${value}${isFresh ? '' : `, stale${told}`}`;
}

/** The same over OFREP, of all flags: `200 kv`. */
export async function evaluateInOfrep(ask: Ask, { key, newest }: Evaluating): Promise<Outcome> {
  const body = { context: { targetingKey: '42' } };
  const response = await ask('POST', '/ofrep/v1/evaluate/flags', { key, body });
  const { flags = [] } = await response.json<{ flags?: OfrepFlag[] }>();
  const source = response.headers.get('x-flags-source');
  if (response.status !== 200 || source === 'default') return `${response.status} ${source}`;
  const found = flags.find((each) => each.key === flag);
  const value = found?.value === true ? '' : ' WRONG VALUE';
  const isOlder = Number(response.headers.get('x-flags-version')) < newest;
  const told = found?.reason === 'STALE' ? ', says STALE' : '';
  return `200 ${source}${value}${isOlder ? ', stale' : ''}${told}`;
}

interface OfrepFlag {
  readonly key: string;
  readonly value?: unknown;
  readonly reason?: string;
}

export async function listFlags(ask: Ask): Promise<Outcome> {
  const response = await ask('GET', '/admin/flags');
  const body = await response.json<{ flags?: { key: string }[]; error?: { code: string } }>();
  const isWhole = body.flags?.some(({ key }) => key === flag);
  return `${response.status} ${body.error?.code ?? (isWhole ? 'flags' : 'NO FLAGS')}`;
}

/** Leaves its mark in the row, by which one can see afterwards whether it was committed. */
export async function mutate(ask: Ask, mark: number): Promise<Outcome> {
  const path = `/admin/flags/${flag}/environments/development`;
  const response = await ask('PATCH', path, { body: { rollout_percentage: mark } });
  const body = await response.json<{ error?: { code: string } }>();
  if (body.error) return `${response.status} ${body.error.code}`;
  const isPublished = response.headers.has('x-flags-published');
  return `${response.status} ${isPublished ? 'published' : 'unpublished'}`;
}

export async function health(ask: Ask): Promise<Outcome> {
  const response = await ask('GET', '/health', { key: adminSecret });
  const { status } = await response.json<{ status: string }>();
  return `${response.status} ${status}`;
}

export async function ready(ask: Ask): Promise<Outcome> {
  const response = await ask('GET', '/health/ready', { key: adminSecret });
  const { status, kv, hub, postgres, schema } = await response.json<Readiness>();
  const ill = Object.entries({ kv, hub, postgres, schema })
    .filter(([, state]) => state !== undefined && state !== 'ok' && state !== 'sound')
    .map(([part, state]) => `${part} ${state}`);
  return [`${response.status} ${status}`, ...ill].join(', ');
}

export async function repair(ask: Ask): Promise<Outcome> {
  const response = await ask('POST', '/admin/repair', { key: adminSecret });
  const body = await response.json<Partial<RepairResult> & { error?: { code: string } }>();
  const unresolved = body.unresolved?.map(({ object }) => object) ?? [];
  return [`${response.status} ${body.error?.code ?? body.status}`, ...unresolved].join(', ');
}
