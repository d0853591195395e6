import { epoch } from '../../engine/boundaries.ts';
import { finishHash, startHash } from '../../engine/bucketing/murmur3.ts';
import type { Context } from '../../engine/context.ts';
import { isStale } from '../../snapshot/held.ts';
import type { Granted, Unavailable } from './access.ts';
import type { Asked } from './asked.ts';
import { canonical } from './canonical.ts';
import { listTags } from './version-tag.ts';

/**
 * Names all that an answer of many flags depends on, so that "not modified" needs no evaluation:
 * `"<version>.<content>-<state>.<scope>"`. Version and content are there as they are in an event, so
 * that one can see whether a caller knows of a newer one. The state is how many expiries have passed,
 * whether the snapshot is stale (then the answer says so), the code, and the window of time where the
 * answer has one. The scope is the key and the context, in whatever order.
 */
export function answerEtag({ held, key }: Granted, context: Context, asked: AskedWithin): string {
  const { snapshot } = held;
  const state = `${epoch(snapshot, asked.now)}${isStale(held, asked.now) ? '-stale' : ''}`;
  const code = hex(starts[0], asked.codeVersion);
  const scope = scopeOf({ environment: snapshot.environment, keyHash: key.hash }, context);
  const window = asked.window === undefined ? '' : `-${asked.window}`;
  return `"${held.tag}-${state}-${code}${window}.${scope}"`;
}

interface AskedWithin extends Pick<Asked, 'now' | 'codeVersion'> {
  readonly window?: number | undefined;
}

/** Whom an answer was for: 64 bits, which need not be secret. */
function scopeOf({ environment, keyHash }: Unavailable, context: Context): string {
  const text = `${environment} ${keyHash.slice(0, 16)} ${canonical(context)}`;
  return hex(starts[0], text) + hex(starts[1], text);
}

const starts = [startHash('one:'), startHash('another:')] as const;

const hex = (start: (typeof starts)[number], text: string): string =>
  finishHash(start, text).toString(16).padStart(8, '0');

/** Weakly, as RFC 9110 (13.1.2) asks of `If-None-Match`: a list, `*`, tags with or without `W/`. */
export function matchesEtag(header: string | null, etag: string): boolean {
  if (header === null) return false;
  const wanted = etag.slice(1, -1);
  return listTags(header).some((tag) => tag === '*' || tag === wanted);
}

/** Whether the caller has an answer that was for the same key and context, of whatever version. */
export function matchesScope(header: string | null, whose: Unavailable, context: Context): boolean {
  if (header === null) return false;
  const ending = `.${scopeOf(whose, context)}`;
  return listTags(header).some((tag) => tag.endsWith(ending));
}
