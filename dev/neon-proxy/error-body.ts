import { DatabaseError } from 'pg';
import { SqlRequestError } from './sql-request-error.ts';

const optionalFields = [
  'detail',
  'hint',
  'position',
  'internalPosition',
  'internalQuery',
  'where',
  'table',
  'column',
  'schema',
  'dataType',
  'constraint',
  'file',
  'line',
  'routine',
] as const;

type OptionalField = (typeof optionalFields)[number];

export interface ErrorBody extends Record<OptionalField, string | null> {
  readonly message: string;
  /** SQLSTATE; empty when the error is not Postgres's own. */
  readonly code: string;
  readonly severity: string;
}

export interface ErrorReply {
  readonly status: number;
  readonly body: ErrorBody;
}

/** What Postgres says is 400 with every field; what keeps us from asking it is 500 without a code. */
export function toErrorReply(error: unknown): ErrorReply {
  const fields = error instanceof DatabaseError ? error : undefined;
  const present = optionalFields.map((name) => [name, fields?.[name] ?? null]);
  return {
    status: fields ? 400 : error instanceof SqlRequestError ? error.status : 500,
    body: {
      message: error instanceof Error ? error.message : String(error),
      code: fields?.code ?? '',
      severity: fields?.severity ?? '',
      ...(Object.fromEntries(present) as Record<OptionalField, string | null>),
    },
  };
}

/** The same shape for an SQLSTATE that is only pretended. */
export function inventedErrorReply(code: string, message: string): ErrorReply {
  const { body } = toErrorReply(new Error(message));
  return { status: 400, body: { ...body, code, severity: endsSession(code) ? 'FATAL' : 'ERROR' } };
}

function endsSession(code: string): boolean {
  return /^(08|28|53|57P)/.test(code);
}
