import type { ControlContext } from '../context.ts';
import { ControlError } from '../errors.ts';
import type { SecretSeal } from './seal-secrets.ts';

/** Throws `not_configured` where nothing could be signed. */
export function getSeal({ webhooks }: Pick<ControlContext, 'webhooks'>): SecretSeal {
  if (webhooks?.seal) return webhooks.seal;
  throw new ControlError(
    'not_configured',
    'The secrets of webhooks are sealed by ADMIN_SECRET, which is not set or shorter than 32 characters. Set it with "npx wrangler secret put ADMIN_SECRET".',
  );
}
