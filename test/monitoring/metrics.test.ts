import { env } from 'cloudflare:workers';
import { randomUUID } from 'node:crypto';
import parseMetrics from 'parse-prometheus-text-format';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import alertsText from '../../docs/monitoring/alerts.yaml?raw';
import dashboardText from '../../docs/monitoring/dashboard.json?raw';
import pageText from '../../docs/monitoring.md?raw';
import { metrics } from '../../src/control/metrics/metrics.ts';
import { hubName } from '../../src/hub/hub-name.ts';
import type { EdgeReport } from '../../src/usage/edge-report.ts';
import { createServerKey } from '../faults/create-server-key.ts';
import {
  type Ask,
  adminSecret,
  breakDatabase,
  consumeReports,
  healDatabase,
  hub,
  keptAt,
  kv,
  metricsToken,
  query,
  runScheduledJob,
  startIsolate,
} from '../faults/ground.ts';
import { readPromql } from '../support/read-promql.ts';

let ask: Ask;

const hour = Date.UTC(2026, 9, 1);
/** All kinds of answers, of reasons and of delays. */
const report = (late: number): EdgeReport => ({
  id: randomUUID(),
  madeAt: Date.now() - late,
  location: 'FRA',
  evaluations: ['STATIC', 'TARGETING_MATCH', 'SPLIT', 'DISABLED', 'DEFAULT', 'ERROR'].map(
    (reason) => [hour, 'production', 'secret.project', 'on', reason, 'zebra-industries', 2],
  ),
  answers: (['memory', 'kv', 'hub', 'postgres', 'bundle', 'stale'] as const).map((source) => [
    'production',
    source,
    3,
  ]),
  firsts: [],
  uncounted: 1,
});

beforeAll(async () => {
  ask = await startIsolate();
  await createServerKey(ask);
  await consumeReports([report(1_000), report(20_000)]);
  const [production] = await query(
    "select version::int from environments where key = 'production'",
  );
  const firsts: EdgeReport['firsts'] = [['production', Number(production?.version), Date.now()]];
  await consumeReports([{ ...report(100_000_000), uncounted: 0, firsts }]);
  await query("update edge_totals set total = 0 where name = 'awake_since'");
  await runScheduledJob();
  await query(
    "insert into repair_runs values ('1', 'a test', 'ok', '{}'), ('2', 'a test', 'ok', '{}')",
  );
});
afterEach(async () => {
  await healDatabase();
  kv.heal();
  hub.heal();
});

async function scrape(by: Ask = ask, key = metricsToken) {
  const response = await by('GET', '/metrics', { key });
  expect(response.status).toBe(200);
  expect(response.headers.get('Content-Type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  const timing = /^total;dur=(\d+), db;dur=(\d+)$/.exec(
    response.headers.get('Server-Timing') ?? '',
  );
  expect(Number(timing?.[1])).toBeGreaterThanOrEqual(Number(timing?.[2]));
  return response.text();
}

/** Every series by its name, those of a histogram under the names that are asked for. */
function seriesOf(text: string) {
  const all: { metric: string; labels: Readonly<Record<string, string>>; value: number }[] = [];
  for (const { name, type, metrics: series } of parseMetrics(text)) {
    for (const { labels = {}, value, buckets = {}, sum, count } of series) {
      if (type !== 'HISTOGRAM') {
        all.push({ metric: name, labels, value: Number(value) });
        continue;
      }
      for (const [le, each] of Object.entries(buckets)) {
        all.push({ metric: `${name}_bucket`, labels: { ...labels, le }, value: Number(each) });
      }
      all.push({ metric: `${name}_sum`, labels, value: Number(sum) });
      all.push({ metric: `${name}_count`, labels, value: Number(count) });
    }
  }
  return all;
}

const valueIn = (text: string, metric: string, labels: Readonly<Record<string, string>> = {}) =>
  seriesOf(text).find(
    (each) =>
      each.metric === metric &&
      Object.entries(labels).every(([name, value]) => each.labels[name] === value),
  )?.value;

it('tells everything there is, as a parser of the format reads it', async () => {
  const text = await scrape();
  const families = parseMetrics(text);
  expect(families.map(({ name }) => name)).toEqual(Object.keys(metrics));
  for (const { name, type, help, metrics: series } of families) {
    const { type: expected, help: said } = metrics[name as keyof typeof metrics];
    expect([type.toLowerCase(), help]).toEqual([expected, said]);
    expect(series.length, name).toBeGreaterThan(0);
  }
  expect(seriesOf(text).every(({ value }) => Number.isFinite(value))).toBe(true);
  expect(text).toContain('burgee_report_delay_seconds_bucket{le="+Inf"} 3\n');
  const production = { environment: 'production' };
  const told = Object.entries({
    'burgee_up postgres': [valueIn(text, 'burgee_up', { part: 'postgres' }), 1],
    'burgee_up kv': [valueIn(text, 'burgee_up', { part: 'kv' }), 1],
    'burgee_up hub': [valueIn(text, 'burgee_up', { part: 'hub' }), 1],
    answers: [valueIn(text, 'burgee_answers_total', { ...production, source: 'kv' }), 9],
    stale: [valueIn(text, 'burgee_stale_answers_total', production), 9],
    evaluations: [valueIn(text, 'burgee_evaluations_total', { ...production, reason: 'SPLIT' }), 6],
    uncounted: [valueIn(text, 'burgee_uncounted_evaluations_total'), 2],
    'within 5 s': [valueIn(text, 'burgee_report_delay_seconds_bucket', { le: '5' }), 1],
    'within a day': [valueIn(text, 'burgee_report_delay_seconds_bucket', { le: '86400' }), 2],
    behind: [valueIn(text, 'burgee_snapshot_behind_seconds', { ...production, place: 'kv' }), 0],
    active: [valueIn(text, 'burgee_active_locations', production), 1],
    current: [valueIn(text, 'burgee_current_locations', production), 1],
    // One that is empty, and what is none, do not count.
    backups: [valueIn(text, 'burgee_last_backup_timestamp_seconds'), keptAt.getTime() / 1_000],
    repairs: [valueIn(text, 'burgee_repair_runs_total', { outcome: 'ok' }), 2],
    sound: [valueIn(text, 'burgee_schema_state', { state: 'sound' }), 1],
    drift: [valueIn(text, 'burgee_schema_differences', { weight: 'damage' }), 0],
    pending: [valueIn(text, 'burgee_migrations', { state: 'pending' }), 0],
    audit: [valueIn(text, 'burgee_audit_chain_intact'), 1],
    streams: [valueIn(text, 'burgee_streams', { ...production, shard: '1' }), 0],
  });
  expect(told.filter(([, [value, expected]]) => value !== expected)).toEqual([]);
  const version = valueIn(text, 'burgee_environment_version', production);
  expect(version).toBeGreaterThan(1);
  for (const place of ['kv', 'hub']) {
    expect(valueIn(text, 'burgee_snapshot_version', { ...production, place })).toBe(version);
  }
});

it('names environments and words of closed sets; never a flag, an organisation, or an address', async () => {
  const text = await scrape();
  expect(text).not.toMatch(/secret\.project|zebra|postgres:\/\/|bg[csa]_/);
  const labels = new Set(seriesOf(text).flatMap((each) => Object.keys(each.labels)));
  const closed = ['environment', 'le', 'outcome', 'part', 'place', 'quantile', 'reason'];
  expect([...labels].sort()).toEqual(
    [...closed, 'severity', 'shard', 'source', 'state', 'version', 'weight'].sort(),
  );
  expect(seriesOf(text).length).toBeLessThan(150);
});

it('is described name by name', () => {
  expect(Object.keys(metrics).filter((name) => !pageText.includes(`\`${name}\``))).toEqual([]);
});

it('tells in Server-Timing what the database took of it', async () => {
  const response = await ask('GET', '/admin/audit');
  expect(response.headers.get('Server-Timing')).toMatch(/^total;dur=\d+, db;dur=[1-9]\d*$/);
});

it('counts the open streams of a shard', async () => {
  const shard = env.HUB.getByName(hubName('production', 1));
  const url = 'https://hub/stream?key=x&limit=9&limit_of_key=9';
  const { webSocket } = await shard.fetch(url, { headers: { Upgrade: 'websocket' } });
  webSocket?.accept();
  const labels = { environment: 'production', shard: '1' };
  expect(valueIn(await scrape(), 'burgee_streams', labels)).toBe(1);
  webSocket?.close();
});

it('opens to METRICS_TOKEN and to admin keys of any role, to nobody else', async () => {
  const body = { kind: 'admin', name: 'scraper', role: 'viewer' };
  const { key } = await (await ask('POST', '/admin/keys', { body })).json<{ key: string }>();
  await scrape(ask, key);
  for (const wrong of [adminSecret, `${metricsToken}x`, 'bga_no_key']) {
    const response = await ask('GET', '/metrics', { key: wrong, address: '203.0.113.7' });
    expect([wrong, response.status]).toEqual([wrong, 401]);
    expect(await response.json()).toMatchObject({ error: { code: 'unauthenticated' } });
  }
});

it('stops whoever guesses, without keeping that address from the rest', async () => {
  const from = { address: '203.0.113.8' };
  const guess = async (key: string) => (await ask('GET', '/metrics', { key, ...from })).status;
  for (let wrong = 1; wrong <= 5; wrong++)
    await guess(`a-guess-of-more-than-32-characters-${wrong}`);
  expect(await guess(metricsToken)).toBe(429);
  const path = '/admin/environments';
  expect((await ask('GET', path, { key: adminSecret, ...from })).status).toBe(200);
});

it('tells of the edge while Postgres is away, and of Postgres while KV and hub are', async () => {
  const cold = await startIsolate();
  await breakDatabase({ kind: 'refuse' });
  const edge = await scrape(cold);
  expect(valueIn(edge, 'burgee_up', { part: 'postgres' })).toBe(0);
  expect(
    valueIn(edge, 'burgee_snapshot_version', { environment: 'production', place: 'kv' }),
  ).toBeGreaterThan(1);
  expect(
    valueIn(edge, 'burgee_snapshot_version', { environment: 'production', place: 'hub' }),
  ).toBeGreaterThan(1);
  expect(edge).not.toMatch(/burgee_(database|evaluations|schema|audit|snapshot_behind)/);
  kv.throws();
  hub.throws();
  const nothing = await scrape(cold);
  for (const part of ['postgres', 'kv', 'hub'])
    expect(valueIn(nothing, 'burgee_up', { part })).toBe(0);
  await healDatabase();
  const rows = await scrape(cold);
  expect(valueIn(rows, 'burgee_up', { part: 'kv' })).toBe(0);
  expect(valueIn(rows, 'burgee_up', { part: 'hub' })).toBe(0);
  expect(valueIn(rows, 'burgee_answers_total', { source: 'kv' })).toBe(9);
});

it('leaves out what a lost table would have told, and says that the schema is damaged', async () => {
  await query('alter table repair_runs rename to elsewhere');
  const text = await scrape(await startIsolate());
  await query('alter table elsewhere rename to repair_runs');
  expect(text).not.toContain('burgee_repair_runs_total');
  expect(valueIn(text, 'burgee_schema_state', { state: 'damaged' })).toBe(1);
  expect(valueIn(text, 'burgee_schema_differences', { weight: 'damage' })).toBeGreaterThan(0);
  expect(valueIn(text, 'burgee_up', { part: 'postgres' })).toBe(1);
});

it('says that the audit log was altered', async () => {
  await query(
    "update audit_logs set actor = 'nobody' where seq = (select max(seq) from audit_logs)",
  );
  const text = await scrape(await startIsolate());
  expect(valueIn(text, 'burgee_audit_chain_intact')).toBe(0);
});

interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
  }[];
}
interface Alerts {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly labels: { readonly severity: string };
      readonly annotations: { readonly summary: string; readonly description: string };
    }[];
  }[];
}

/** Labels that the scraper adds. */
const ofTheScraper = ['instance', 'job'];
const words = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, word = '']) => word);

it('has every series that the dashboard and the alerts ask for', async () => {
  const series = seriesOf(await scrape());
  const dashboard: Dashboard = JSON.parse(dashboardText);
  const alerts: Alerts = parseYaml(alertsText);
  const rules = alerts.groups.flatMap((group) => group.rules);
  const asked = [
    ...dashboard.panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ expr, legendFormat }) => ({
        by: title,
        expr: expr.replaceAll('$environment', '.*').replaceAll('$__rate_interval', '5m'),
        named: words(legendFormat, /\{\{(\w+)\}\}/g),
      })),
    ),
    ...rules.map(({ alert, expr, annotations }) => ({
      by: alert,
      expr,
      named: words(`${annotations.summary} ${annotations.description}`, /\$labels\.(\w+)/g),
    })),
  ];
  const missing: string[] = [];
  for (const { by, expr, named } of asked) {
    const { selected, grouped } = readPromql(expr);
    expect(selected.length, by).toBeGreaterThan(0);
    const found = selected.flatMap(({ metric, matchers }) => {
      const of = series.filter((each) => each.metric === metric);
      if (of.length === 0) missing.push(`${by}: ${metric}`);
      for (const { label, pattern } of matchers) {
        for (const word of pattern.split('|')) {
          const isThere = of.some(({ labels }) =>
            new RegExp(`^(?:${word})$`).test(labels[label] ?? ''),
          );
          if (label === '' || !isThere) missing.push(`${by}: ${metric}{${label}=~"${word}"}`);
        }
      }
      return of;
    });
    const labels = new Set([...ofTheScraper, ...found.flatMap((each) => Object.keys(each.labels))]);
    for (const label of [...grouped, ...named]) {
      if (!labels.has(label)) missing.push(`${by}: label ${label}`);
    }
  }
  expect(missing).toEqual([]);
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  expect(rules.filter(({ labels }) => !['critical', 'warning'].includes(labels.severity))).toEqual(
    [],
  );
  const shown = asked.flatMap(({ expr }) => readPromql(expr).selected.map(({ metric }) => metric));
  const unused = Object.keys(metrics).filter(
    (name) => !shown.some((each) => each.startsWith(name)),
  );
  expect(unused).toEqual([]);
});
