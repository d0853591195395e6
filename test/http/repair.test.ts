import { expect, it } from 'vitest';
import { createAdminApp } from '../../src/http/admin/app.ts';

/** The control plane as it is without a secret that would open it. */
const app = createAdminApp({ adminSecret: undefined } as never);

it.each(['POST /admin/repair', 'GET /admin/repair/some-operation', 'PUT /admin/repair'])(
  '%s is not there where no secret is configured',
  async (route) => {
    const [method = '', path = ''] = route.split(' ');
    for (const headers of [
      {},
      { Authorization: 'Bearer undefined' },
      { Authorization: 'Bearer ' },
    ]) {
      const response = await app.request(path, { method, headers });
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: { code: 'not_found' } });
    }
  },
);
