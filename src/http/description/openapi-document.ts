import { errorCodes } from '../../contract/errors/error-codes.ts';
import { errorResource } from '../../contract/errors/error-resource.ts';
import { ofrepError } from '../../contract/flags/feature-resource.ts';
import { type JsonSchema, JsonSchemas } from './json-schemas.ts';
import type { Need, Operation } from './operation.ts';
import { operationId } from './operation-id.ts';
import { refusalsOf } from './refusals-of.ts';
import { sections } from './sections.ts';

/** OpenAPI 3.1 of every route. */
export function openapiDocument(codeVersion: string) {
  const schemas = new JsonSchemas();
  const paths: Record<string, Record<string, object>> = {};
  for (const { title, operations } of sections) {
    for (const operation of operations) {
      const { method, path } = splitRoute(operation);
      paths[path] = {
        ...paths[path],
        [method]: { tags: [title], ...describe(operation, schemas) },
      };
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Burgee',
      version: codeVersion,
      description:
        'Feature flags at the edge. /docs has the same for people, with every error code.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: sections.map(({ title, says }) => ({ name: title, description: says })),
    paths,
    components: {
      securitySchemes,
      schemas: Object.fromEntries([...schemas.named].sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  };
}

const securitySchemes = {
  adminKey: { type: 'http', scheme: 'bearer', description: 'An admin key: bga_…' },
  adminSecret: {
    type: 'http',
    scheme: 'bearer',
    description: 'ADMIN_SECRET, which opens what starts and repairs a deployment.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Secure-burgee.session_token',
    description: 'Of a member who has logged in.',
  },
  flagKey: { type: 'http', scheme: 'bearer', description: 'A client or server key: bgc_…, bgs_…' },
  flagKeyHeader: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'The same.' },
} as const;

function securityOf({ needs, bySecret }: Operation) {
  const named: Readonly<Record<Need, readonly (keyof typeof securitySchemes)[]>> = {
    viewer: ['adminKey', 'session'],
    editor: ['adminKey', 'session'],
    admin: ['adminKey', 'session'],
    member: ['session'],
    secret: ['adminSecret'],
    key: ['flagKey', 'flagKeyHeader'],
    anybody: [],
  };
  const schemes = [...named[needs], ...(bySecret ? (['adminSecret'] as const) : [])];
  return schemes.map((scheme) => ({ [scheme]: [] }));
}

function splitRoute({ route }: Operation) {
  const [method = '', path = ''] = route.split(' ');
  return { method: method.toLowerCase(), path: path.replaceAll(/:(\w+)/g, '{$1}') };
}

function describe(operation: Operation, schemas: JsonSchemas) {
  const { route, summary, needs, body } = operation;
  return {
    operationId: operationId(route),
    summary,
    'x-needs': needs,
    security: securityOf(operation),
    parameters: parametersOf(operation, schemas),
    ...(body && { requestBody: requestBodyOf(operation, schemas) }),
    responses: responsesOf(operation, schemas),
  };
}

function parametersOf({ route, query, ifMatch }: Operation, schemas: JsonSchemas) {
  const inPath = [...route.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const { properties = {}, required = [] } = (query ? schemas.input(query) : {}) as QuerySchema;
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
  return [...inPath, ...inQuery, ...(ifMatch ? [ifMatchHeader] : [])];
}

interface QuerySchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

const ifMatchHeader = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'The ETag that you have read; * for whatever is there. Needed for what exists.',
  schema: { type: 'string' },
};

function requestBodyOf(
  { body, sample, isBodyOptional, alsoTakes }: Operation,
  schemas: JsonSchemas,
) {
  const schema = body ? schemas.input(body) : {};
  return {
    required: !isBodyOptional,
    content: {
      'application/json': { schema, ...(sample && { example: sample }) },
      ...(alsoTakes && { [alsoTakes]: { schema: { type: 'string' } } }),
    },
  };
}

function responsesOf(operation: Operation, schemas: JsonSchemas) {
  const { status = 200, answer, alsoAnswers = [] } = operation;
  const content = {
    ...(answer && { 'application/json': { schema: schemas.output(answer) } }),
    ...Object.fromEntries(alsoAnswers.map((type) => [type, { schema: { type: 'string' } }])),
  };
  const hasContent = Object.keys(content).length > 0;
  const done = { description: 'Done.', ...(hasContent && { content }) };
  const byStatus = Object.groupBy(refusalsOf(operation), (code) => errorCodes[code].status);
  const error = operation.route.includes('/ofrep/') ? ofrepError : errorResource;
  const refused = Object.entries(byStatus).map(([number, codes = []]) => [
    number,
    {
      description: codes.join(', '),
      content: { 'application/json': { schema: schemas.output(error) } },
    },
  ]);
  return { [status]: done, ...Object.fromEntries(refused) };
}
