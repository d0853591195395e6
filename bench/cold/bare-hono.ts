import { Hono } from 'hono';

/** The least that a Worker over Hono evaluates at its start. */
const app = new Hono().get('/health', (c) => c.json({ status: 'ok' }));

export default { fetch: app.fetch };
