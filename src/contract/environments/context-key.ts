import * as z from 'zod';
import { displayName, environmentKey } from '../fields/identifier.ts';
import { utcInstant } from '../fields/instant.ts';

/** How contexts may be signed: by the two halves of a pair, so that what verifies cannot sign. */
export const contextAlgorithms = ['EdDSA', 'ES256', 'RS256'] as const;
const algorithm = z.enum(contextAlgorithms);
export type ContextAlgorithm = z.output<typeof algorithm>;

/** A JWK. The verb checks its content, as that takes a cryptographic library. */
const jwk = z.record(z.string(), z.unknown());

export const createContextKeyInput = z
  .strictObject({
    environment: environmentKey,
    name: displayName,
    /** The public half of a pair that the backend has. Without it a pair is made. */
    public_key: jwk.optional(),
    /** Of the pair to be made. */
    algorithm: algorithm.optional(),
  })
  .refine(
    ({ public_key, algorithm: wanted }) => public_key === undefined || wanted === undefined,
    'expected public_key or algorithm: a key that is there says its algorithm itself',
  );

export type CreateContextKeyInput = z.input<typeof createContextKeyInput>;

export const contextKeyResource = z
  .object({
    /** The `kid` of the tokens that it verifies. */
    id: z.string(),
    environment: z.string(),
    name: z.string(),
    algorithm,
    public_key: jwk,
    created_at: utcInstant,
    revoked_at: utcInstant.nullable(),
  })
  .meta({ id: 'ContextKey' });

export type ContextKeyResource = z.output<typeof contextKeyResource>;

/** With the private half of a pair that was made here: in this answer alone. */
export const newContextKeyResource = contextKeyResource.extend({
  private_key: jwk.optional(),
  /** The same as PKCS #8. */
  private_key_pem: z.string().optional(),
});

export type NewContextKeyResource = z.output<typeof newContextKeyResource>;
