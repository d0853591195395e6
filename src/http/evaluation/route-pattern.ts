const patterns: readonly (readonly [start: string, pattern: string])[] = [
  ['/features/', '/features/:key'],
  ['/features', '/features'],
  ['/ofrep/v1/evaluate/flags/', '/ofrep/v1/evaluate/flags/:key'],
  ['/ofrep/v1/evaluate/flags', '/ofrep/v1/evaluate/flags'],
  ['/ofrep/v1/stream', '/ofrep/v1/stream'],
];

/** What an address asks for, without the flag. */
export function routePattern(url: string): string {
  const start = url.indexOf('/', 'https://'.length);
  return patterns.find(([prefix]) => url.startsWith(prefix, start))?.[1] ?? '*';
}
