import * as z from 'zod';
import { displayName, environmentKey } from '../fields/identifier.ts';
import { instant } from '../fields/instant.ts';
import { keyKinds } from './key-format.ts';

export const roles = ['viewer', 'editor', 'admin'] as const;
export const role = z.enum(roles);
export type Role = z.output<typeof role>;

/** `*`, or what a browser sends as `Origin`: scheme, host and, where it is not the default, port. */
const origin = z.union([z.literal('*'), z.string().regex(/^https?:\/\/[^/\s?#@]+$/)], {
  error: 'expected "*" or an origin such as "https://app.example.com"',
});

const allowedOrigins = z.array(origin).max(100);

export const createKeyInput = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('client'),
    name: displayName,
    environment: environmentKey,
    allowed_origins: allowedOrigins.default(['*']),
  }),
  z.strictObject({ kind: z.literal('server'), name: displayName, environment: environmentKey }),
  z.strictObject({ kind: z.literal('admin'), name: displayName, role: role.default('viewer') }),
]);

export type CreateKeyInput = z.input<typeof createKeyInput>;

/** How long a rotated key stays good beside its successor, unless the caller names an instant. */
export const rotationOverlap = { usualHours: 24, mostDays: 30 } as const;

export const rotateKeyInput = z.strictObject({
  /** The first instant at which the old key is refused; after 24 hours if absent. */
  expires_at: instant.optional(),
});

export type RotateKeyInput = z.input<typeof rotateKeyInput>;

export const updateKeyInput = z
  .strictObject({
    name: displayName.optional(),
    /** Of client keys alone; the whole list. */
    allowed_origins: allowedOrigins.optional(),
  })
  .refine(
    ({ name, allowed_origins }) => name !== undefined || allowed_origins !== undefined,
    'expected name, allowed_origins or both',
  );

export type UpdateKeyInput = z.input<typeof updateKeyInput>;

const instantText = z.iso.datetime();

/** A key as `/admin` shows it: never the key itself. */
export const keyResource = z
  .object({
    id: z.string(),
    kind: z.enum(keyKinds),
    name: z.string(),
    environment: z.string().nullable(),
    role: role.nullable(),
    prefix: z.string(),
    allowed_origins: z.array(z.string()),
    /** Of what can be changed, for `If-Match`; the same name and origins have the same. */
    revision: z.int(),
    created_at: instantText,
    /** To the hour; null where no use is known of. */
    last_used_at: instantText.nullable(),
    /** When it stops, or stopped, being good, as it was rotated. */
    expires_at: instantText.nullable(),
    /** The id of its successor. */
    replaced_by: z.string().nullable(),
    revoked_at: instantText.nullable(),
  })
  .meta({ id: 'Key' });

export type KeyResource = z.output<typeof keyResource>;

export const keyPage = z.object({ keys: z.array(keyResource), next_cursor: z.string().nullable() });

export type KeyPage = z.output<typeof keyPage>;

/** The only answer that holds the key. */
export const newKeyResource = keyResource.extend({ key: z.string() }).meta({ id: 'NewKey' });

export type NewKeyResource = z.output<typeof newKeyResource>;

/** The old key, and the new one as it is shown once. */
export const rotatedKeyResource = z.object({ old: keyResource, new: newKeyResource });

export type RotatedKeyResource = z.output<typeof rotatedKeyResource>;
