import type { ErrorCode } from '../../contract/errors/error-codes.ts';
import type { Operation } from './operation.ts';

/** What an operation can be refused for, by its kind and by what it says itself. */
export function refusalsOf(operation: Operation): readonly ErrorCode[] {
  return [
    ...new Set([...byAccess(operation), ...byInput(operation), ...(operation.refuses ?? [])]),
  ];
}

export const isWrite = ({ route }: Operation): boolean => !route.startsWith('GET ');
const isAdmin = ({ route }: Operation): boolean => /^\w+ \/(admin|openfeature)\//.test(route);

function byAccess(operation: Operation): ErrorCode[] {
  const { needs } = operation;
  if (needs === 'key') return ['invalid_key', ...signed, 'rate_limited', 'internal_error'];
  if (!isAdmin(operation)) return [];
  const known: ErrorCode[] =
    needs === 'anybody' ? [] : ['unauthenticated', 'forbidden', 'too_many_attempts'];
  const written: ErrorCode[] = isWrite(operation) ? ['cross_origin', 'database_read_only'] : [];
  return [...known, ...written, 'database_unavailable', 'schema_damaged', 'internal_error'];
}

const signed: readonly ErrorCode[] = ['invalid_signed_context', 'signed_context_required'];

function byInput(operation: Operation): ErrorCode[] {
  if (!isAdmin(operation)) return [];
  const { route, query, body, ifMatch } = operation;
  return [
    ...(body ? (['bad_request', 'body_too_large'] as const) : []),
    ...(body || query ? (['invalid_input'] as const) : []),
    ...(route.includes(':') ? (['not_found'] as const) : []),
    ...(ifMatch ? (['precondition_failed', 'precondition_required'] as const) : []),
  ];
}
