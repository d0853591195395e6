import type { FlagRows } from '../../snapshot/compile/environment-rows.ts';
import type { Loss } from './loss.ts';
import type { Audited } from './read-audited.ts';

/**
 * A snapshot may be older than what was done last. What the audit log says was deleted or revoked does
 * not come back, what was archived comes back archived, and a key that nobody has made is none.
 */
export function heedAudit(loss: Loss, audited: Audited): Loss {
  const environment = loss.environment.key;
  const { lastAction, keys } = audited;
  const isRevoked = ({ id }: Loss['keys'][number]) => lastAction('key', id) === 'key.revoke';
  const isMade = ({ id }: { readonly id: string }) => keys?.has(id) ?? true;
  return {
    ...loss,
    flags: loss.flags
      .filter(({ flag }) => lastAction('flag', flag.key) !== 'flag.delete')
      .map((rows) => asAudited(rows, audited)),
    overrides: loss.overrides.filter(({ flagKey, scope, subject }) => {
      const target = `${flagKey}/${scope}/${subject}`;
      return lastAction('override', target, environment) !== 'override.delete';
    }),
    segments: loss.segments.filter(({ key }) => lastAction('segment', key) !== 'segment.delete'),
    keys: loss.keys.filter((key) => !isRevoked(key) && isMade(key)),
    contextKeys: loss.contextKeys.filter(
      (key) => lastAction('context_key', key.id) !== 'context_key.revoke' && isMade(key),
    ),
    strangers: [...loss.keys, ...loss.contextKeys]
      .filter((key) => !isMade(key))
      .map(({ id }) => id),
  };
}

function asAudited(rows: FlagRows, { lastAction }: Audited): FlagRows {
  const isArchived = lastAction('flag', rows.flag.key) === 'flag.archive';
  return isArchived ? { ...rows, flag: { ...rows.flag, status: 'archived' } } : rows;
}
