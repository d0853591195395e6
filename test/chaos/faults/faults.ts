import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault as ProxyFault } from '../../../dev/neon-proxy/faults.ts';
import { createFlag } from '../../../src/control/flags/create-flag.ts';
import { connect, type Database } from '../../../src/db/connect.ts';
import { contextFor } from '../context.ts';
import { connectToPostgres, cutOff, type Hooks, type Sent } from '../direct-database.ts';
import { identify } from '../state.ts';
import { withClient } from '../with-client.ts';
import type { Fault, FaultSite, Outcome } from './fault.ts';

export const faults: Readonly<Record<string, Fault>> = {
  none: { strike: (site) => overPostgres(site, {}) },

  'none, over Neon': { strike: (site) => overNeon(site) },

  'backend killed': {
    strike: (site) => overPostgres(site, killAt(site, 1 + site.random.integer(60))),
  },

  'backend killed at a step, over Neon': {
    strike: async (site) => {
      const left = { steps: site.random.integer(4) };
      const kills: Promise<unknown>[] = [];
      const onStep = () => {
        if (left.steps-- === 0) kills.push(killAll(site));
      };
      const outcomes = await overNeon(site, { onStep });
      await Promise.all(kills);
      return outcomes;
    },
  },

  'socket dropped before the commit': {
    strike: (site) =>
      overPostgres(site, {
        before: ({ text, client }) => {
          if (text === 'commit') cutOff(client);
        },
      }),
  },

  'socket dropped after the commit': {
    strike: (site) =>
      overPostgres(site, {
        after: ({ text, client }) => {
          if (text !== 'commit') return;
          cutOff(client);
          throw new Error('Connection terminated unexpectedly');
        },
      }),
  },

  'reset before the commit, over Neon': {
    strike: (site) => overNeon(site, reset('before_commit')),
  },

  'reset after the commit, over Neon': {
    strike: (site) => overNeon(site, reset('after_commit')),
  },

  'table locked': {
    strike: (site) =>
      withClient(site.server.adminUrlOf(site.name), async (client) => {
        const { rows } = await client.query<{ schema: string; name: string }>(
          `select schemaname as schema, tablename as name from pg_tables
            where schemaname in ('public', 'drizzle') order by 1, 2`,
        );
        const table = site.random.pick(rows);
        await client.query('begin');
        if (table) await client.query(`lock table ${identify(table)} in access exclusive mode`);
        return overPostgres(site, {});
      }),
  },

  'eight at once': {
    hasManyCallers: true,
    strike: async (site) => {
      const callers = Array.from({ length: 8 }, () => overPostgres(site, {}));
      return (await Promise.all(callers)).flat();
    },
  },

  'others write': {
    hasWriters: true,
    strike: async (site) => {
      const database = connectToPostgres(site.server.urlOf(site.name));
      const writing = { goesOn: true };
      const writers = [1, 2, 3].map((writer) => write(database, writer, writing));
      try {
        return await overPostgres(site, {});
      } finally {
        writing.goesOn = false;
        await Promise.all(writers);
        await database.end();
      }
    },
  },
};

async function overPostgres(site: FaultSite, hooks: Hooks): Promise<readonly Outcome[]> {
  const database = connectToPostgres(site.server.urlOf(site.name), hooks);
  try {
    return [await site.repair(database)];
  } finally {
    await database.end();
  }
}

/**
 * The driver knows one proxy a process, and the proxy's faults hold for whoever comes first: so one
 * trial at a time uses it.
 */
let lastOverNeon: Promise<unknown> = Promise.resolve();

function overNeon(
  site: FaultSite,
  { onStep, fault }: { readonly onStep?: () => void; readonly fault?: ProxyFault } = {},
): Promise<readonly Outcome[]> {
  const { server, name, repair } = site;
  const run = async () => {
    const settings = { databaseUrl: server.urlOf(name), neonProxyUrl: server.proxy.url };
    if (fault) server.proxy.faults.add(fault);
    try {
      return [await repair(connect(settings), onStep)];
    } finally {
      server.proxy.faults.clear();
    }
  };
  const done = lastOverNeon.then(run);
  lastOverNeon = done.catch(() => {});
  return done;
}

const reset = (at: NonNullable<ProxyFault['at']>): { readonly fault: ProxyFault } => ({
  fault: { action: { kind: 'reset' }, channel: 'websocket', at, times: 1 },
});

/**
 * Ends the backend just before its query of this number, unless the repair is over by then, and what is
 * read is read to be published; see `interrupted.test.ts`.
 */
export function killAt({ server, name }: Pick<FaultSite, 'server' | 'name'>, count: number): Hooks {
  const publishers = new WeakSet<Sent['client']>();
  return {
    before: async (sent) => {
      if (/^begin .*read only/.test(sent.text)) publishers.add(sent.client);
      if (sent.count !== count || publishers.has(sent.client)) return;
      const { processID } = sent.client as unknown as { processID: number };
      await withClient(server.adminUrlOf(name), async (client) => {
        await client.query('select pg_terminate_backend($1, 5000)', [processID]);
      });
    },
  };
}

const killAll = ({ server, name }: FaultSite) =>
  withClient(server.adminUrl, (client) =>
    client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = $2',
      [name, server.role],
    ),
  );

const mostWrites = 20;

/** Whatever comes of it: a damaged database refuses a part of what is written. */
async function write(database: Database, writer: number, writing: { readonly goesOn: boolean }) {
  const ctx = contextFor(database);
  for (let count = 0; writing.goesOn && count < mostWrites; count++) {
    const key = `chaos.${writer}.${count}`;
    await createFlag({ ctx, input: { key } }).catch(() => {});
    await sleep(5);
  }
}
