import { type MetricName, metrics, type Reading, type Readings } from './metrics.ts';

/** Version 0.0.4 of the text format, which every scraper of Prometheus reads. */
export const expositionType = 'text/plain; version=0.0.4; charset=utf-8';

/** The readings as Prometheus reads them; what was not had is absent. */
export const toExposition = (readings: Readings): string =>
  (Object.keys(metrics) as MetricName[])
    .filter((name) => (readings[name]?.length ?? 0) > 0)
    .map((name) => toFamily(name, readings[name] ?? []))
    .join('');

function toFamily(name: MetricName, readings: readonly Reading[]): string {
  const { help, type } = metrics[name];
  const lines = readings.map(
    ({ part, labels = {}, value }) =>
      `${part ? `${name}_${part}` : name}${toLabels(labels)} ${toNumber(value)}\n`,
  );
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function toLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escapeLabel = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

const toNumber = (value: number): string =>
  Number.isFinite(value) || Number.isNaN(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';
