import type { Context } from 'hono';
import type { ExpectedRevision } from '../../control/revision.ts';
import { HttpRefusal } from './http-refusal.ts';

/** The revision that `If-Match` names; `*` stands for any, no header for none. */
export function expectedRevision(c: Context): ExpectedRevision {
  const header = c.req.header('If-Match');
  if (header === undefined) return undefined;
  if (header.trim() === '*') return '*';
  const [, quoted, bare] = /^(?:(?:W\/)?"(\d{1,15})"|(\d{1,15}))$/.exec(header.trim()) ?? [];
  const revision = quoted ?? bare;
  if (revision === undefined) {
    throw new HttpRefusal(400, 'bad_request', 'If-Match: expected one ETag such as "3", or *.');
  }
  return Number(revision);
}

/** Answers with the resource and its revision as `ETag`. */
export function withEtag<Resource extends { readonly revision: number }>(
  c: Context,
  resource: Resource,
): Resource {
  c.header('ETag', `"${resource.revision}"`);
  return resource;
}
