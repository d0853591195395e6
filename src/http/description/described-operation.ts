import type { ErrorCode } from '../../contract/errors/error-codes.ts';
import { curlSample } from './curl-sample.ts';
import type { JsonSchemas } from './json-schemas.ts';
import type { Need, Operation } from './operation.ts';
import { operationId } from './operation-id.ts';
import { refusalsOf } from './refusals-of.ts';
import { typeText } from './type-text.ts';

/** An operation in words: what the page and docs/api.md say of it. */
export interface DescribedOperation {
  readonly id: string;
  readonly route: string;
  readonly summary: string;
  readonly needs: string;
  readonly curl: string;
  /** By what they are: query, body, answer. */
  readonly types: readonly { readonly title: string; readonly text: string }[];
  readonly refusals: readonly ErrorCode[];
}

const needsText: Readonly<Record<Need, string>> = {
  viewer: 'role viewer',
  editor: 'role editor',
  admin: 'role admin',
  member: 'a member who has logged in',
  secret: 'ADMIN_SECRET',
  key: 'a client or server key',
  anybody: 'nothing',
};

/** An operation with its sample, types and refusals in words. Collects named types in `schemas`. */
export function describeOperation(operation: Operation, schemas: JsonSchemas): DescribedOperation {
  const { route, summary, needs, bySecret, query, body, answer, status = 200 } = operation;
  const types = [
    ...(query ? [{ title: 'Query', text: typeText(schemas.input(query)) }] : []),
    ...(body ? [{ title: bodyTitle(operation), text: typeText(schemas.input(body)) }] : []),
    ...(answer ? [{ title: `Answer ${status}`, text: typeText(schemas.output(answer)) }] : []),
  ];
  return {
    id: operationId(route),
    route,
    summary,
    needs: needsText[needs] + (bySecret ? ', or ADMIN_SECRET' : ''),
    curl: curlSample(operation),
    types,
    refusals: refusalsOf(operation),
  };
}

const bodyTitle = ({ isBodyOptional, alsoTakes }: Operation): string =>
  `Body${isBodyOptional ? ', if any' : ''}${alsoTakes ? ` (or ${alsoTakes})` : ''}`;
