import * as z from 'zod';
import { dottedKeyPattern } from './dotted-key.ts';

const dottedKey = z
  .string()
  .regex(
    dottedKeyPattern,
    'expected 1 to 100 of a-z, 0-9, ".", "_" and "-", starting with a letter or digit',
  );

export const flagKey = dottedKey;
export const segmentKey = dottedKey;

/** Without "_", which separates the parts of an API key. */
export const environmentKey = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,39}$/,
    'expected 1 to 40 of a-z, 0-9 and "-", starting with a letter or digit',
  );

export const variantName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._ -]{0,99}$/, 'expected 1 to 100 letters, digits, ".", "_", "-"');

/** The id of a user or an organisation, as the caller's own system knows it. */
export const subject = z.string().min(1).max(512);

export const displayName = z.string().trim().min(1).max(200);
