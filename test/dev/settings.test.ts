import { expect, it } from 'vitest';
import { projectRoot } from '../../dev/project-root.ts';
import { readSettings } from '../../dev/stack/settings.ts';

it('has defaults for everything', () => {
  expect(readSettings({ PORT: '', DATABASE_URL: '' })).toMatchObject({
    port: 8787,
    devDir: `${projectRoot}/.dev`,
    databaseUrl: undefined,
    adminSecret: undefined,
    notes: [],
  });
});

it.each([
  { PORT: 'x' },
  { PORT: '65536' },
  { PORT: '-1' },
  { DATABASE_URL: 'mysql://h/d' },
  { DATABASE_URL: 'postgres://h' },
])('refuses %j', (env) => {
  expect(() => readSettings(env)).toThrow(Object.keys(env)[0]);
});

it('honours an admin secret that is long enough, and says when it is not', () => {
  const long = 'x'.repeat(32);
  expect(readSettings({ ADMIN_SECRET: long })).toMatchObject({ adminSecret: long, notes: [] });
  const short = readSettings({ ADMIN_SECRET: 'x'.repeat(31) });
  expect(short.adminSecret).toBeUndefined();
  expect(short.notes.join()).toContain('ADMIN_SECRET');
});

it('hands on to the Worker what opens and fills its monitoring, and says of a token that it is too short', () => {
  const env = { METRICS_TOKEN: 'x'.repeat(32), LOG_SAMPLE: '1', PATH: '/bin' };
  expect(readSettings(env)).toMatchObject({
    handedOn: { METRICS_TOKEN: 'x'.repeat(32), LOG_SAMPLE: '1' },
    notes: [],
  });
  expect(readSettings({ LOG_SAMPLE: '', METRICS_TOKEN: '' })).toMatchObject({
    handedOn: {},
    notes: [],
  });
  expect(readSettings({ METRICS_TOKEN: 'x'.repeat(31) }).notes.join()).toContain('METRICS_TOKEN');
});
