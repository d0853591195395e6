import * as z from 'zod';
import { displayName, environmentKey } from './identifier.ts';

export const roles = ['viewer', 'editor', 'admin'] as const;
export const role = z.enum(roles);
export type Role = z.output<typeof role>;

/** `*`, or what a browser sends as `Origin`: scheme, host and, where it is not the default, port. */
const origin = z.union([z.literal('*'), z.string().regex(/^https?:\/\/[^/\s?#@]+$/)], {
  error: 'expected "*" or an origin such as "https://app.example.com"',
});

export const createKeyInput = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('client'),
    name: displayName,
    environment: environmentKey,
    allowed_origins: z.array(origin).max(100).default(['*']),
  }),
  z.strictObject({ kind: z.literal('server'), name: displayName, environment: environmentKey }),
  z.strictObject({ kind: z.literal('admin'), name: displayName, role: role.default('viewer') }),
]);

export type CreateKeyInput = z.input<typeof createKeyInput>;
