import { sql } from 'drizzle-orm';
import { type AnyPgColumn, bigint, text, timestamp } from 'drizzle-orm/pg-core';

/** Instants are `timestamptz`, read as `Date`. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const createdAt = () => instant('created_at').notNull().default(sql`now()`);

/** Who last touched a row is in `audit_logs`; when, here. */
export const timestamps = () => ({
  createdAt: createdAt(),
  updatedAt: instant('updated_at').notNull().default(sql`now()`),
});

/** Rises by one with each change. */
export const counter = (name: string) => bigint(name, { mode: 'number' }).notNull().default(1);

/** The `ETag` that a writer must name. */
export const revision = () => counter('revision');

/** Unlimited, as Postgres stores every string alike; limits live in `contract`. */
export const requiredText = (name: string) => text(name).notNull();

/** What every update of a row with a revision sets beside its change. */
export const revised = (table: { revision: AnyPgColumn }) => ({
  revision: sql`${table.revision} + 1`,
  updatedAt: sql`now()`,
});
