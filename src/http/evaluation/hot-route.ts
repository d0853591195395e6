import type { Endpoint } from './endpoint.ts';
import { featureEndpoint, featuresEndpoint } from './features.ts';

const route = '/features';

/** A key in which there is nothing to decode or to cut. */
const plainKey = /^\/[\w.-]+$/;

/**
 * What answers the addresses that are asked most. They are cut by hand, as to parse them or to ask
 * the router costs more than to evaluate a flag; every other spelling is left to the router.
 */
export function findHotEndpoint(url: string): Endpoint | undefined {
  const pathStart = url.indexOf('/', 'https://'.length);
  if (!url.startsWith(route, pathStart)) return undefined;
  const queryStart = url.indexOf('?', pathStart);
  const rest = url.slice(pathStart + route.length, queryStart === -1 ? undefined : queryStart);
  if (rest === '') return featuresEndpoint;
  return plainKey.test(rest) ? featureEndpoint(rest.slice(1)) : undefined;
}
