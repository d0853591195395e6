import { measureFirstLoad, mostFirstLoadBytes } from './first-load.ts';

/** `npm run size`: what a browser fetches of scripts before it shows the flags, and whether that is too much. */
const scripts = measureFirstLoad();
const bytes = scripts.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0);
const say = (count: number) => `${(count / 1000).toFixed(1)} KB`;

for (const { path, gzipBytes } of scripts) console.log(`${say(gzipBytes).padStart(9)}  ${path}`);
console.log(
  `${say(bytes)} gzip in ${scripts.length} scripts; ${say(mostFirstLoadBytes)} are allowed`,
);
if (bytes > mostFirstLoadBytes) {
  console.error('Way out: import what the page of flags does not show at first by lazy().');
  process.exitCode = 1;
}
