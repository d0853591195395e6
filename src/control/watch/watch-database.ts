import { watchPolicy } from '../../resource-policy.ts';
import type { Problem } from '../../watchman/problem.ts';
import type { DatabaseFindings } from './examine-database.ts';
import { threeLooks, twoLooks, untilCalm } from './patience.ts';
import type { ServerFacts } from './read-facts.ts';

/** Whether Postgres answers, how fast, and whether there is room for more connections. */
export function watchDatabase(findings: DatabaseFindings): readonly Problem[] {
  const { facts, report, milliseconds, isBusy } = findings;
  if (isBusy) return [busy];
  if (!facts && !report) return [unreachable];
  return [
    ...(facts?.server?.isReadOnly ? [readOnly] : []),
    ...(milliseconds >= watchPolicy.slowMilliseconds ? [slow(milliseconds)] : []),
    ...(facts?.server ? connectionsProblem(facts.server) : []),
  ];
}

const ofDatabase = { environment: null, items: [], details: [], features: [] } as const;

const unreachable: Problem = {
  ...ofDatabase,
  key: 'postgres:unreachable',
  severity: 'critical',
  title: 'Postgres does not answer',
  consequence:
    'Nothing can be changed, and what is counted waits in its queue. The edge goes on serving what was published last.',
  whatToDo:
    'Look at the status page of whoever runs it, and whether DATABASE_URL is right. Health in the dashboard and GET /health/ready say when it is back.',
  patience: twoLooks,
};

const busy: Problem = {
  ...ofDatabase,
  key: 'postgres:busy',
  severity: 'warning',
  title: 'Somebody holds a table of Postgres',
  consequence: 'Changes wait for it, and fail after some seconds.',
  whatToDo:
    'See pg_stat_activity and pg_locks for who it is; a migration that hangs, a backup, or a session that somebody left open.',
  patience: threeLooks,
};

const readOnly: Problem = {
  ...ofDatabase,
  key: 'postgres:read-only',
  severity: 'critical',
  title: 'Postgres takes no writes',
  consequence: 'Nothing can be changed. The edge goes on serving what was published last.',
  whatToDo:
    'It may be a replica, out of room, or told so: look at its default_transaction_read_only, at its disk, and at DATABASE_URL.',
  patience: twoLooks,
};

const slow = (milliseconds: number): Problem => ({
  ...ofDatabase,
  key: 'postgres:slow',
  severity: 'warning',
  title: 'Postgres is slow',
  consequence: 'Operators wait, in the dashboard and in /admin. Evaluations do not ask it.',
  whatToDo: 'Look at its load, and at what runs: select * from pg_stat_activity.',
  details: [`A small statement took ${milliseconds} ms.`],
  patience: untilCalm(threeLooks),
});

function connectionsProblem({ connections, mostConnections }: ServerFacts): readonly Problem[] {
  const share = connections / mostConnections;
  const { warning, critical } = watchPolicy.connections;
  if (!(share >= warning)) return [];
  return [
    {
      ...ofDatabase,
      key: 'connections',
      severity: share >= critical ? 'critical' : 'warning',
      title: 'Postgres has few connections left',
      consequence: 'Whoever comes next is refused: changes fail, and what is counted waits.',
      whatToDo:
        'See pg_stat_activity for who has them. Use the pooled address (…-pooler…) as DATABASE_URL, or raise max_connections.',
      details: [`${connections} of ${mostConnections} are taken.`],
      patience: untilCalm(twoLooks),
    },
  ];
}
