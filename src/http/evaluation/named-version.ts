/** A version that the caller has seen, with the whole tag that says so. */
export interface NamedVersion {
  readonly version: number;
  readonly name: string;
}

/** Our tags begin with the version, whatever follows: `"12-0.9f86d081"`, `12.9f86d081`, quoted or not. */
const tag = /^(?:W\/)?"?((\d{1,15})[-.][^"]{0,80})"?$/;

/**
 * The newest version that a request shows to know of: by the event that made it ask
 * (`flagConfigEtag`), or by the answers it has (`If-None-Match`). Anybody can make one up.
 */
export function findNamedVersion(url: string, headers: Headers): NamedVersion | undefined {
  const known = headers.get('If-None-Match');
  const queryStart = url.indexOf('?');
  const announced =
    queryStart !== -1 && url.includes('flagConfigEtag', queryStart)
      ? new URLSearchParams(url.slice(queryStart)).get('flagConfigEtag')
      : null;
  let newest: NamedVersion | undefined;
  for (const text of `${announced ?? ''},${known ?? ''}`.split(',')) {
    const [, name = '', digits] = tag.exec(text.trim()) ?? [];
    const version = Number(digits);
    if (version > (newest?.version ?? 0)) newest = { version, name };
  }
  return newest;
}
