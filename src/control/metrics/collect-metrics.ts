import { metricsPolicy } from '../../resource-policy.ts';
import { withTimeout } from '../../snapshot/with-timeout.ts';
import type { ControlContext } from '../context.ts';
import { listCommitted } from './list-committed.ts';
import { one, type Readings } from './metrics.ts';
import { readAlerts } from './read-alerts.ts';
import { readAudit } from './read-audit.ts';
import { readBackups } from './read-backups.ts';
import { readDatabase } from './read-database.ts';
import { readEdgeTotals } from './read-edge-totals.ts';
import { comparePlaces, type MeasuredPlaces, readHub, readKv } from './read-places.ts';
import { readPropagation } from './read-propagation.ts';
import { readRepairs } from './read-repairs.ts';
import { readSchema } from './read-schema.ts';
import { readWebhooks } from './read-webhooks.ts';

export interface MetricsCall extends MeasuredPlaces {
  readonly ctx: ControlContext;
  readonly codeVersion: string;
  /** Environments that are known without asking the database. */
  readonly listKnown: () => Promise<readonly string[]>;
  readonly logError: (message: string, error: unknown) => void;
  /** Where backups are kept; absent where none are. */
  readonly backups?: { readonly bucket: R2Bucket } | undefined;
  /** What takes more than a look, as it was a moment ago. */
  readonly keep: Keep;
}

type Read = () => Promise<Readings>;
export type Keep = (name: string, read: Read) => Promise<Readings>;

/**
 * Everything that can be had at the moment. Never rejects: a part that does not answer in time is absent,
 * and `burgee_up` tells of it. Writes nothing.
 */
export async function collectMetrics(call: MetricsCall): Promise<Readings> {
  const startedAt = Date.now();
  const { store, hub, codeVersion } = call;
  const database = await readDatabaseFirst(call);
  const read = <T>(each: () => Promise<T>) => readOr(call.logError, each);
  const committed =
    (database && (await read(() => listCommitted(call.ctx.database.current)))) ?? [];
  const known = committed.map(({ environment }) => environment);
  const environments = known.length > 0 ? known : await call.listKnown();
  const [kv, kept, ...parts] = await Promise.all([
    readKv({ store }, environments),
    hub && readHub(hub, environments),
    read(() => readAlerts(call.ctx)),
    read(() => readKept(call)),
    ...(database ? listReads(call).map(read) : []),
  ]);
  const places = [kv, ...(kept ? [kept] : [])];
  const up = [
    ['postgres', database !== undefined] as const,
    ...places.map(({ name, versions }) => [name, versions !== undefined] as const),
  ];
  return Object.assign(
    {
      burgee_up: up.map(([part, isUp]) => ({ labels: { part }, value: isUp ? 1 : 0 })),
      burgee_build_info: [{ labels: { version: codeVersion }, value: 1 }],
      burgee_scrape_seconds: one((Date.now() - startedAt) / 1_000),
    } satisfies Readings,
    database,
    comparePlaces(places, committed),
    ...places.map(({ readings }) => readings),
    ...parts,
  );
}

/** By itself, so that it is timed by itself; where it fails, Postgres is asked nothing else. */
const readDatabaseFirst = ({ ctx, logError }: MetricsCall) =>
  readOr(logError, async () => readDatabase(ctx.database.current));

/** Undefined where it fails, which is logged, or is not there in time. */
async function readOr<T>(
  logError: MetricsCall['logError'],
  read: () => Promise<T>,
): Promise<T | undefined> {
  const reading = read().catch((error: unknown) => {
    logError('a part of the metrics could not be read', error);
    return undefined;
  });
  return withTimeout(reading, metricsPolicy.patienceMilliseconds);
}

/** Needs no database. */
const readKept = async ({ backups, keep }: MetricsCall): Promise<Readings> =>
  backups ? keep('backups', () => readBackups(backups.bucket)) : {};

function listReads({ ctx, keep }: MetricsCall): readonly Read[] {
  const { current } = ctx.database;
  return [
    () => readEdgeTotals(current),
    () => readPropagation(current),
    () => readRepairs(current),
    () => readWebhooks(current),
    () => keep('schema', () => readSchema(current, ctx.now().getTime())),
    () => keep('audit', () => readAudit(ctx)),
  ];
}
