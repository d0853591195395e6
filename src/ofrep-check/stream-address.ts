import type { Answer } from './http-client.ts';
import { type Item, isObject } from './read-answer.ts';

/** What an answer announces; undefined when it announces nothing. */
export function announcedStreams({ json }: Answer): unknown {
  return isObject(json) ? json.eventStreams : undefined;
}

/** Where the first stream of server-sent events is; undefined when there is none to use. */
export function streamAddress(answer: Answer, baseUrl: string): URL | undefined {
  const announced = announcedStreams(answer);
  if (!Array.isArray(announced)) return undefined;
  const [first] = announced.filter((each) => isObject(each) && each.type === 'sse');
  return first && parseAddress(first, baseUrl);
}

/** Undefined where it is not exactly one of the two ways to write it. */
export function parseAddress({ url, endpoint }: Item, baseUrl: string): URL | undefined {
  if ((url === undefined) === (endpoint === undefined)) return undefined;
  if (url !== undefined) return typeof url === 'string' ? parseWebUrl(url) : undefined;
  if (!isObject(endpoint)) return undefined;
  const { origin = new URL(baseUrl).origin, requestUri } = endpoint;
  if (typeof origin !== 'string' || typeof requestUri !== 'string') return undefined;
  return requestUri.startsWith('/') ? parseWebUrl(origin + requestUri) : undefined;
}

function parseWebUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) ? url : undefined;
}
