import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { adminBodyBytes, bulkBodyBytes } from '../../contract/limits.ts';
import { HttpRefusal } from './http-refusal.ts';

const atMost = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new HttpRefusal(413, 'body_too_large', `A body has at most ${maxSize} bytes.`);
    },
  });

const limits = { ordinary: atMost(adminBodyBytes), bulk: atMost(bulkBodyBytes) };

/** Takes thousands of rows at once. */
const isBulk = (path: string): boolean => path.endsWith('/overrides/import');

/** Read no further than that, whatever the request says of its length. */
export const limitBody = createMiddleware((c, next) =>
  limits[isBulk(c.req.path) ? 'bulk' : 'ordinary'](c, next),
);
