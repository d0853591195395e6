import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { adminBodyBytes, bulkBodyBytes, importBodyBytes } from '../../contract/limits.ts';
import { HttpRefusal } from './http-refusal.ts';

const atMost = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new HttpRefusal(413, 'body_too_large', `A body has at most ${maxSize} bytes.`);
    },
  });

/** What takes more than others, by the end of its path. */
const larger = [
  { path: /\/overrides\/import$/, limit: atMost(bulkBodyBytes) },
  { path: /^\/admin\/environments\/[^/]+\/import$/, limit: atMost(importBodyBytes) },
];
const ordinary = atMost(adminBodyBytes);

/** Read no further than that, whatever the request says of its length. */
export const limitBody = createMiddleware((c, next) => {
  const { limit } = larger.find(({ path }) => path.test(c.req.path)) ?? { limit: ordinary };
  return limit(c, next);
});
