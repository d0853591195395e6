import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { adminBodyBytes, bulkBodyBytes, importBodyBytes } from '../../contract/fields/limits.ts';
import { HttpRefusal } from './http-refusal.ts';

const atMost = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new HttpRefusal(413, 'body_too_large', `A body has at most ${maxSize} bytes.`);
    },
  });

/** Routes that take larger bodies than the others. */
const larger = [
  { path: /\/overrides\/import$/, limit: atMost(bulkBodyBytes) },
  { path: /^\/admin\/environments\/[^/]+\/import$/, limit: atMost(importBodyBytes) },
];
const ordinary = atMost(adminBodyBytes);

/** Stops reading a body at its limit, whatever Content-Length says. */
export const limitBody = createMiddleware((c, next) => {
  const { limit } = larger.find(({ path }) => path.test(c.req.path)) ?? { limit: ordinary };
  return limit(c, next);
});
