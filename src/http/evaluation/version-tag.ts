/**
 * A version that a caller has seen. Its name has the mark of its content where the tag has one, as those
 * of our events and answers do; whatever else follows is of the answer, not of the version.
 */
export interface VersionTag {
  readonly version: number;
  readonly name: string;
}

/** `12`, `12.9f86d081884c7d65`, `12.9f86d081884c7d65-0-a1b2c3d4.5f0c…`; see `contentTag`. */
const shape = /^((\d{1,15})(?:\.[0-9a-f]{16})?)(?:[-.].*)?$/;

const parseVersionTag = (tag: string): VersionTag | undefined => {
  const [, name, digits] = shape.exec(tag) ?? [];
  return name === undefined ? undefined : { name, version: Number(digits) };
};

/** Of a list of them, with or without quotes and `W/`, as some clients send them. */
export const listTags = (header: string): readonly string[] =>
  header.split(',').map((tag) => tag.trim().replace(/^(?:W\/)?"?(.*?)"?$/, '$1'));

/**
 * The newest version that a caller shows to know of: by the event that made it ask (`flagConfigEtag`),
 * or by the answers that it has (`If-None-Match`). Anybody can make one up.
 */
export function findNamedVersion(url: string, ifNoneMatch: string | null): VersionTag | undefined {
  const announced = url.includes(configEtag) ? (queryOf(url).get(configEtag) ?? '') : '';
  if (announced === '' && ifNoneMatch === null) return undefined;
  let newest: VersionTag | undefined;
  for (const tag of listTags(`${announced},${ifNoneMatch ?? ''}`)) {
    const named = parseVersionTag(tag);
    if (named && named.version > (newest?.version ?? 0)) newest = named;
  }
  return newest;
}

/**
 * Whether a request was triggered by an event that speaks of another state than ours. An instant alone
 * says nothing, as snapshots carry none: then it does as well.
 */
export function namesOtherConfig(url: string, ours: VersionTag): boolean {
  if (!url.includes('flagConfig')) return false;
  const query = queryOf(url);
  const tag = query.get(configEtag);
  if (tag === null) return query.has('flagConfigLastModified');
  const named = parseVersionTag(listTags(tag)[0] ?? '');
  return named?.name !== ours.name && named?.name !== String(ours.version);
}

const configEtag = 'flagConfigEtag';

function queryOf(url: string): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start === -1 ? '' : url.slice(start));
}
