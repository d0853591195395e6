import { exports } from 'cloudflare:workers';
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { operations } from '../../src/http/description/sections.ts';

const ask = (path: string, init?: RequestInit) =>
  exports.default.fetch(`http://burgee.test${path}`, init);

it('tells programs of every route, without a key', async () => {
  const response = await ask('/openapi.json');
  const { openapi, paths } = await response.json<{ openapi: string; paths: object }>();
  expect([response.status, openapi]).toEqual([200, '3.1.0']);
  const methods = Object.values(paths).flatMap((path) => Object.keys(path));
  expect(methods).toHaveLength(operations.length);
});

it('tells people of every route on a page that runs nothing and loads nothing', async () => {
  const response = await ask('/docs');
  const page = await response.text();
  expect(response.headers.get('Content-Type')).toContain('text/html');
  for (const { route } of operations) expect(page).toContain(route);
  expect(page).not.toMatch(/<script|<link|<img|\son\w+=|\sstyle=/);
  const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(page) ?? [];
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = response.headers.get('Content-Security-Policy');
  expect(policy).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
  expect(policy).toContain("frame-ancestors 'none'");
});

it('leads from each link of the page to a place in it', async () => {
  const page = await (await ask('/docs')).text();
  const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
});

it.each(operations.filter(({ route }) => / \/(features|ofrep|health$)/.test(route)))(
  'has something at $route of the edge',
  async ({ route }) => {
    const [method = '', path = ''] = route.split(' ');
    const response = await ask(path.replace(':key', 'x'), { method });
    expect(response.status).toBe(path === '/health' ? 200 : 401);
  },
);
