import { readFileSync } from 'node:fs';
import { Validator } from '@cfworker/json-schema';
import type { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { createAdminApp } from '../../src/http/admin/app.ts';
import { libraryEndpoints } from '../../src/http/admin/routes/answer-by-library.ts';
import { createMetricsApp } from '../../src/http/admin/routes/metrics-app.ts';
import { createOpenfeatureApp } from '../../src/http/admin/routes/openfeature-app.ts';
import { createReadyApp } from '../../src/http/admin/routes/ready-route.ts';
import { openapiDocument } from '../../src/http/description/openapi-document.ts';
import { describeApi } from '../../src/http/description/reference.ts';
import { referenceMarkdown } from '../../src/http/description/reference-markdown.ts';
import { operations } from '../../src/http/description/sections.ts';

const document = openapiDocument('test');

const routesOf = (app: Pick<Hono, 'routes'>): string[] =>
  app.routes
    .filter(({ method, path }) => method !== 'ALL' && !path.endsWith('*'))
    .map(({ method, path }) => `${method} ${path}`);

const routed = [
  ...routesOf(createAdminApp({} as never) as never),
  ...routesOf(createOpenfeatureApp({} as never) as never),
  ...routesOf(createReadyApp({} as never) as never),
  ...routesOf(createMetricsApp({} as never) as never),
  ...Object.keys(libraryEndpoints).map((endpoint) => endpoint.replace(' ', ' /admin/auth')),
];

it('describes every route there is, and no other', () => {
  const described = operations.map(({ route }) => route).filter(isOfControlPlane);
  expect([...new Set(described)].sort()).toEqual([...new Set(routed)].sort());
  expect(described).toHaveLength(new Set(described).size);
});

/** The edge finds its hottest routes without a router; what it answers is asked in workerd. */
const isOfControlPlane = (route: string): boolean => !/ \/(features|ofrep|health$)/.test(route);

it('names only schemas that it has, each operation by an id of its own', () => {
  const text = JSON.stringify(document);
  const names = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
  expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(names));
  expect(text).not.toContain('__schema');
  const ids = [...text.matchAll(/"operationId":"([^"]+)"/g)].map(([, id]) => id);
  expect(ids).toHaveLength(operations.length);
  expect(new Set(ids).size).toBe(ids.length);
});

it('says of each operation what no other is said of, in a sentence that stands alone', () => {
  const summaries = operations.map(({ summary }) => summary);
  expect(summaries.filter((summary, index) => summaries.indexOf(summary) !== index)).toEqual([]);
  expect(summaries.filter((summary) => summary.split(' ').length < 3)).toEqual([]);
});

describe.each(operations.filter(({ body }) => body))('$route', ({ route, body, sample }) => {
  it('shows a body that its schema takes, by zod and as it is published', () => {
    expect(body?.safeParse(sample).error).toBeUndefined();
    const [method = '', path = ''] = route.split(' ');
    const place = document.paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
    const { schema } = Object(place).requestBody.content['application/json'];
    const root = { ...schema, components: document.components };
    expect(new Validator(root, '2020-12').validate(sample).errors).toEqual([]);
  });
});

it('is in docs/api.md as it is now; if not: npm run docs:api', () => {
  expect(readFileSync('docs/api.md', 'utf8')).toBe(referenceMarkdown(describeApi()));
});
