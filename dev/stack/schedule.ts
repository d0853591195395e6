import type { Service } from './service.ts';
import type { Start } from './start.ts';

const everyMilliseconds = 60_000;

/** Runs the scheduled job each minute, which `wrangler dev` does not do by itself. */
export function schedule({ teardown }: Start, service: Service): void {
  const timer = setInterval(() => {
    // A Worker that is away runs it the next time; what fails in it is in wrangler's log.
    service.ask({ path: '/cdn-cgi/local/scheduled' }).catch(() => {});
  }, everyMilliseconds);
  teardown.add(() => clearInterval(timer));
}
