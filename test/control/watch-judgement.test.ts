import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { SchemaReport } from '../../src/contract/health/schema-report.ts';
import type { WebhookEvent } from '../../src/contract/notifications/webhook.ts';
import { describeTruth } from '../../src/control/schema/describe-truth.ts';
import type { DatabaseFindings } from '../../src/control/watch/examine-database.ts';
import { atOnce, twoLooks, untilCalm } from '../../src/control/watch/patience.ts';
import { watchBackups } from '../../src/control/watch/watch-backups.ts';
import { watchDatabase } from '../../src/control/watch/watch-database.ts';
import { watchFallback } from '../../src/control/watch/watch-fallback.ts';
import { watchSchema } from '../../src/control/watch/watch-schema.ts';
import { watchSizes } from '../../src/control/watch/watch-sizes.ts';
import { watchSnapshots } from '../../src/control/watch/watch-snapshots.ts';
import { describeEvent } from '../../src/control/webhooks/describe-event.ts';
import { backupPolicy } from '../../src/resource-policy.ts';
import { expectedCatalog, manifest } from '../../src/schema/manifest.ts';
import { judgeSchema } from '../../src/schema/truth.ts';
import { type Entries, judgeLook } from '../../src/watchman/judge-look.ts';
import type { Look } from '../../src/watchman/look.ts';
import type { Problem } from '../../src/watchman/problem.ts';
import { nothingRemembered } from '../../src/watchman/watch-memory.ts';

const minute = 60_000;

const problem = (given: Partial<Problem> = {}): Problem => ({
  key: 'sample',
  severity: 'warning',
  title: 'A sample',
  environment: null,
  items: [],
  consequence: 'None.',
  whatToDo: 'Nothing.',
  details: [],
  features: [],
  patience: atOnce,
  ...given,
});

/** Looks a minute apart: what each sees, or that it could not look. Says what each one told. */
function tell(looks: readonly (Problem | 'nothing' | 'unseen')[]): readonly string[] {
  let known: Entries = {};
  return looks.map((seen, index) => {
    const look: Look = {
      at: (index + 1) * minute,
      problems: typeof seen === 'object' ? [seen] : [],
      unseen: seen === 'unseen' ? ['samp'] : [],
      memory: nothingRemembered,
    };
    const { entries, messages } = judgeLook(known, look);
    known = entries;
    return messages
      .map(({ type, alert: { added, recovered, affected } }) =>
        [
          type.slice('alert.'.length),
          affected.join('+'),
          ...added.map((name) => `added ${name}`),
          ...recovered.map((name) => `recovered ${name}`),
        ]
          .filter(Boolean)
          .join(' '),
      )
      .join(', ');
  });
}

const of = (...items: string[]) => problem({ items });
const slow = problem({ patience: twoLooks });
const load = problem({ patience: untilCalm(atOnce) });

describe('a look', () => {
  it.each<[string, Parameters<typeof tell>[0], readonly string[]]>([
    [
      'tells what is new, once, and when it is over',
      [problem(), problem(), 'nothing', 'nothing'],
      ['open', '', 'close', ''],
    ],
    [
      'tells what needs two looks at the second',
      [slow, slow, slow, 'nothing'],
      ['', 'open', '', 'close'],
    ],
    [
      'forgets what was seen once, and begins anew',
      [slow, 'nothing', slow, slow],
      ['', '', '', 'open'],
    ],
    [
      'keeps what it cannot see',
      [problem(), 'unseen', 'unseen', 'nothing'],
      ['open', '', '', 'close'],
    ],
    ['does not count where it could not look', [slow, 'unseen', slow], ['', '', 'open']],
    [
      'closes a matter of load when it has been calm for five minutes',
      [load, 'nothing', load, ...Array(6).fill('nothing')],
      ['open', '', '', '', '', '', '', '', 'close'],
    ],
    [
      'tells of more and of less of the same',
      [of('a'), of('a', 'b'), of('b'), 'nothing'],
      ['open a added a', 'change a+b added b', 'change b recovered a', 'close b recovered b'],
    ],
    [
      'tells what has become worse',
      [problem(), problem({ severity: 'critical' }), problem()],
      ['open', 'change', ''],
    ],
  ])('%s', (_, looks, told) => {
    expect(tell(looks)).toEqual(told);
  });

  it('has one id for an alert, and shortens a long list', () => {
    const items = Array.from(
      { length: 30 },
      (_, index) => `table ${String(index).padStart(2, '0')}`,
    );
    const look = { at: minute, unseen: [], memory: nothingRemembered };
    const first = judgeLook({}, { ...look, problems: [problem({ items })] });
    const [opened] = first.messages;
    expect(opened?.alert.affected).toHaveLength(21);
    expect(opened?.alert.affected.at(-1)).toBe('10 more');
    const [closed] = judgeLook(first.entries, { ...look, at: 2 * minute, problems: [] }).messages;
    expect(closed?.alert.id).toBe(opened?.alert.id);
    expect(closed?.before).toEqual(opened?.alert);
  });
});

/** What is told of a database that lacks these, of Burgee's objects. */
function reportWithout(isGone: (name: string, type: string) => boolean): SchemaReport {
  const catalog = new Map(
    [...expectedCatalog].filter(([, { name, table, type }]) => !isGone(table ?? name, type)),
  );
  const records = manifest.migrations.map(({ hash, when }) => ({ hash, when }));
  return describeTruth(judgeSchema({ catalog, records, now: Date.now() }));
}

const feature = { key: 'shop.checkout', name: 'Checkout', owner: 'ana' };

describe('the schema', () => {
  it('is well', () => {
    expect(
      watchSchema(
        reportWithout(() => false),
        [],
      ),
    ).toEqual([]);
  });

  it.each(['feature_flags', 'environments', 'webhooks', 'audit_logs', '__drizzle_migrations'])(
    'is one problem without %s, whatever follows from that',
    (lost) => {
      const problems = watchSchema(
        reportWithout((name) => name === lost),
        [feature],
      );
      expect(problems.map(({ key }) => key)).toEqual(['tables']);
    },
  );

  it('names critical features where flags are lost, and not where they are not', () => {
    const featuresOf = (lost: string) =>
      watchSchema(
        reportWithout((name) => name === lost),
        [feature],
      )[0]?.features;
    expect(featuresOf('feature_flag_environments')).toEqual([feature]);
    expect(featuresOf('audit_logs')).toEqual([]);
  });

  it('waits for newer code to take this one’s place, but for tables that are lost', () => {
    const { records, ...report } = reportWithout((name) => name === 'segments');
    const [table] = report.differences;
    const extra = {
      kind: 'extra',
      weight: 'notice',
      type: 'column',
      object: 'column x.y',
    } as const;
    const column = {
      kind: 'changed',
      type: 'column',
      table: 'webhooks',
      object: 'column w.u',
    } as const;
    if (!table) throw new Error('nothing is missing');
    const newer = [{ hash: 'x', when: 0 }];
    const differences = [...report.differences, { ...table, ...column }, { ...table, ...extra }];
    const problems = watchSchema(
      { ...report, records: { ...records, newer }, differences, verdict: 'ahead' },
      [],
    );
    expect(problems.map(({ key, patience }) => [key, patience.toOpen])).toEqual([
      ['tables', 0],
      ['schema', 10 * minute],
      ['newer', 10 * minute],
    ]);
  });

  it('is a warning without indexes, and no table is said to be missing', () => {
    expect(
      watchSchema(
        reportWithout((_, type) => type === 'index'),
        [],
      ),
    ).toMatchObject([{ key: 'schema', severity: 'warning' }]);
  });
});

describe('Postgres', () => {
  const facts = { server: { isReadOnly: false, connections: 10, mostConnections: 100 } };
  const report = reportWithout(() => false);
  const well: DatabaseFindings = { facts, report, milliseconds: 20, isBusy: false };
  const server = (given: object) => ({ ...well, facts: { server: { ...facts.server, ...given } } });
  it.each<[string, DatabaseFindings, object[]]>([
    ['is well', well, []],
    [
      'is away',
      { milliseconds: 0, isBusy: false },
      [{ key: 'postgres:unreachable', severity: 'critical' }],
    ],
    ['is busy', { ...well, isBusy: true }, [{ key: 'postgres:busy' }]],
    ['is slow', { ...well, milliseconds: 3_000 }, [{ key: 'postgres:slow' }]],
    ['is read-only', server({ isReadOnly: true }), [{ key: 'postgres:read-only' }]],
    ['has some connections left', server({ connections: 79 }), []],
    ['has few', server({ connections: 80 }), [{ key: 'connections', severity: 'warning' }]],
    ['has none', server({ connections: 99 }), [{ key: 'connections', severity: 'critical' }]],
  ])('%s', (_, findings, problems) => {
    expect(watchDatabase(findings)).toMatchObject(problems);
    expect(watchDatabase(findings)).toHaveLength(problems.length);
  });

  it('is told of tables that are very large, and of indexes that are mostly air', () => {
    const gigabyte = 1_000_000_000;
    const size = (name: string, kind: 'table' | 'index', bytes: number, tableBytes = bytes) => ({
      name,
      kind,
      bytes: bytes * gigabyte,
      tableBytes: tableBytes * gigabyte,
    });
    const problems = watchSizes([
      size('audit_logs', 'table', 11),
      size('webhooks', 'table', 1),
      size('bloated', 'index', 2, 1),
      size('fine', 'index', 2, 3),
      size('small', 'index', 0.1, 0.01),
    ]);
    expect(problems.map(({ key, items }) => [key, ...items])).toEqual([
      ['sizes:tables', 'audit_logs'],
      ['sizes:indexes', 'bloated'],
    ]);
  });
});

describe('snapshots', () => {
  const environment = 'production';
  const stored = (version: number) => ({ environment, state: 'intact' as const, version });
  const row = { key: environment, version: 5, isSettled: true };
  const judge = (kv: ReturnType<typeof stored> | undefined, hub = kv) =>
    watchSnapshots({
      published: [{ environment, kv, hub }],
      environments: [row],
      withheld: [],
      hasHub: true,
    }).map(({ key, severity, items }) => [key, severity, ...items].join(' '));
  it('are well, behind, or away', () => {
    expect(judge(stored(5))).toEqual([]);
    expect(judge(stored(4))).toEqual(['snapshot:production warning KV is behind hub is behind']);
    expect(judge(stored(5), stored(4))).toEqual(['snapshot:production warning hub is behind']);
    expect(judge(undefined, stored(5))).toEqual(['place:kv warning']);
    expect(judge(undefined)).toEqual(['place:kv critical', 'place:hub critical']);
  });

  const features = [
    {
      ...feature,
      lostAt: null,
      isArchived: false,
      states: { production: { wasOn: true, isOn: true, isStopped: false } },
    },
  ];
  const fallback = (all: number, counted: number, canCompile = true) =>
    watchFallback({
      features,
      published: [{ environment, kv: undefined, hub: undefined }],
      canCompile,
      bundled: [],
      answers: [{ environment, all: 1_000 + all, fallback: 10 + counted }],
      before: { [environment]: { all: 1_000, fallback: 10 } },
    }).map((each) => [each.key, ...each.features.map(({ owner }) => owner)]);
  it('are told of where critical features answer from a fallback, with the owner', () => {
    expect(fallback(100_000, 10)).toEqual([]);
    expect(fallback(100, 4)).toEqual([]);
    expect(fallback(100, 5)).toEqual([['fallback:counted:production', 'ana']]);
    expect(fallback(0, 0, false)).toEqual([['fallback:bare:production', 'ana']]);
  });
});

describe('backups', () => {
  const day = 24 * 60 * minute;
  /** Days of looks, one an hour: in which hour a message came, and which. */
  const follow = (days: number, lastAt: (now: number) => number) => {
    let entries: Entries = {};
    return Array.from({ length: days * 24 }, (_, hour) => {
      const at = 100 * day + hour * 60 * minute;
      const problems = watchBackups({ whole: lastAt(at), lacking: [] }, at);
      const judged = judgeLook(entries, { at, problems, unseen: [], memory: nothingRemembered });
      entries = judged.entries;
      return judged.messages.map(({ type }) => `${hour}: ${type}`);
    }).flat();
  };

  it('are told of when the newest is older than two days, and when there is one again', () => {
    const [open] = watchBackups({ whole: 100 * day, lacking: [] }, 102 * day + 1);
    expect(open).toMatchObject({
      severity: 'warning',
      details: ['The newest was kept at 1970-04-11T00:00:00.000Z.'],
      whatToDo: expect.stringContaining('npx burgee backup'),
    });
    const back = 103 * day;
    expect(follow(4, (now) => (now < back ? 100 * day : back))).toEqual([
      '49: alert.open',
      '72: alert.close',
    ]);
  });

  it('are no use where they lack what the database had lost', () => {
    const lacking = ['2', '3'].map((at) => ({
      name: `daily/1970-04-1${at}.ndjson.gz`,
      lost: 'segments, feature_flags',
    }));
    expect(watchBackups({ whole: 100 * day, lacking }, 101 * day)).toEqual([]);
    expect(watchBackups({ whole: 100 * day, lacking }, 103 * day)).toMatchObject([
      {
        title: expect.stringContaining('the database has lost tables'),
        details: [
          'The newest whole one was kept at 1970-04-11T00:00:00.000Z.',
          'daily/1970-04-13.ndjson.gz lacks segments, feature_flags.',
        ],
        whatToDo: expect.stringContaining('npx burgee status'),
      },
    ]);
    expect(watchBackups({ whole: 0, lacking }, 103 * day)[0]?.details[0]).toBe(
      'The bucket has none that is whole.',
    );
  });

  it('have two days to come to be in a bucket that is new', () => {
    expect(follow(1, () => 0)).toEqual([]);
    expect(follow(3, () => 0)).toEqual(['48: alert.open']);
  });

  it('are too old for Prometheus when they are for the watchman', () => {
    const { groups } = parse(readFileSync('docs/monitoring/alerts.yaml', 'utf8'));
    const rules: { alert: string; expr: string; for: string }[] = groups[0].rules;
    const ruleOf = (name: string) => rules.find(({ alert }) => alert === name);
    const seconds = backupPolicy.oldMilliseconds / 1_000;
    expect(ruleOf('BurgeeBackupOld')?.expr).toMatch(new RegExp(` > ${seconds}$`));
    expect(ruleOf('BurgeeBackupMissing')?.for).toBe(`${seconds / 86_400}d`);
  });
});

describe('in a chat', () => {
  const say = (...looks: Problem[]) => {
    let known: Entries = {};
    const all = looks.map((each, index) => {
      const at = Date.UTC(2026, 0, 1) + index * 3 * minute;
      const problems = each.items.length > 0 ? [each] : [];
      const judged = judgeLook(known, { at, problems, unseen: [], memory: nothingRemembered });
      known = judged.entries;
      return judged.messages.map(({ type, alert }) =>
        describeEvent({
          type,
          timestamp: '',
          data: { action: type, after: alert } as never,
        } as WebhookEvent),
      );
    });
    return all.flat().at(-1);
  };
  const [tables] = watchSchema(
    reportWithout((name) => name === 'feature_flags'),
    [{ ...feature, name: '<!channel> *Checkout*' }],
  );
  it('says what, whom it concerns, and what to do; and when it is over', () => {
    if (!tables) throw new Error('no problem');
    expect(say(tables)?.split('\n')).toEqual([
      '🔴 *A table is missing*: feature_flags',
      'Critical features: &lt;!channel&gt; ∗Checkout∗ (shop.checkout, owner ana)',
      'Flags cannot be changed. The edge goes on serving what was published last.',
      expect.stringMatching(/^_What to do:_ Plan a repair under Health/),
    ]);
    expect(say(tables, { ...tables, items: ['feature_flags', 'segments'] })).toContain(
      'New: segments.',
    );
    expect(say(tables, { ...tables, items: [] })?.split('\n')).toEqual([
      '✅ *Over: A table is missing*: feature_flags',
      'Critical features: &lt;!channel&gt; ∗Checkout∗ (shop.checkout, owner ana)',
      'It lasted 3 minutes.',
    ]);
  });
});
