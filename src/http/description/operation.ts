import type * as z from 'zod';
import type { Role } from '../../contract/access/api-key.ts';
import type { ErrorCode } from '../../contract/errors/error-codes.ts';

/**
 * Who may ask: a role and all above it; whoever holds ADMIN_SECRET, and nobody else; whoever is logged in
 * by cookie; whoever holds a client or server key; anybody.
 */
export type Need = Role | 'secret' | 'member' | 'key' | 'anybody';

/** A route as a person reads it. What it is refused for by its kind is added by `refusals-of.ts`. */
export interface Operation {
  /** As the router has it. */
  readonly route: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;
  readonly summary: string;
  readonly needs: Need;
  /** ADMIN_SECRET opens it as well. */
  readonly bySecret?: true;
  readonly query?: z.ZodObject;
  /** What stands for a parameter of the address, where it is not what usually does. */
  readonly sampleNames?: Readonly<Record<string, string>>;
  /** A query that would be taken, where it cannot do without. */
  readonly sampleQuery?: string;
  readonly body?: z.ZodType;
  /** A body that would be taken. */
  readonly sample?: object;
  readonly isBodyOptional?: true;
  /** Content types of the body beside JSON. */
  readonly alsoTakes?: string;
  /** Absent where a library fixes what is answered. */
  readonly answer?: z.ZodType;
  /** Content types of the answer beside JSON. */
  readonly alsoAnswers?: readonly string[];
  /** 200 unless said; 204 has no body. */
  readonly status?: 200 | 201 | 202 | 204;
  /** It logs in, or concerns whoever is logged in without asking for it. */
  readonly cookies?: 'kept' | 'sent';
  /** Takes If-Match: what it changes has a revision. */
  readonly ifMatch?: true;
  readonly refuses?: readonly ErrorCode[];
}

export interface Section {
  readonly title: string;
  readonly says: string;
  readonly operations: readonly Operation[];
}
