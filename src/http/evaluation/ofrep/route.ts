import type { Endpoint } from '../endpoint.ts';
import { bulkEndpoint } from './bulk.ts';
import { singleEndpoint } from './single.ts';

const route = '/ofrep/v1/evaluate/flags';

/** What answers a POST; all that follows the route is one key, encoded or not. */
export function findOfrepEndpoint(url: string): Endpoint | undefined {
  const pathStart = url.indexOf('/', 'https://'.length);
  if (!url.startsWith(route, pathStart)) return undefined;
  const queryStart = url.indexOf('?', pathStart);
  const rest = url.slice(pathStart + route.length, queryStart === -1 ? undefined : queryStart);
  if (rest === '' || rest === '/') return bulkEndpoint;
  return rest.startsWith('/') ? singleEndpoint(decode(rest.slice(1))) : undefined;
}

/** What cannot be decoded names no flag either. */
function decode(key: string): string {
  try {
    return key.includes('%') ? decodeURIComponent(key) : key;
  } catch {
    return key;
  }
}
