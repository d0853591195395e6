/** What an event stream calls the state of an environment's flags begins with its version. */
const configEtag = /^(?:W\/)?"?(\d{1,15})(?:\.[^"]*)?"?$/;

/**
 * Whether the request was triggered by an event that speaks of another state than ours. An instant
 * alone says nothing, as snapshots carry none: then the answer is given in full as well.
 */
export function namesOtherConfig(url: string, version: number): boolean {
  const queryStart = url.indexOf('?');
  if (queryStart === -1) return false;
  const query = new URLSearchParams(url.slice(queryStart));
  const etag = query.get('flagConfigEtag');
  return etag === null
    ? query.has('flagConfigLastModified')
    : Number(configEtag.exec(etag)?.[1]) !== version;
}
