import { Hono } from 'hono';
import { getSubject } from '../../control/subjects/get-subject.ts';
import type { AdminEnv } from './admin-env.ts';

export const subjectRoutes = new Hono<AdminEnv>().get('/:scope/:subject', async (c) => {
  const input = { ...c.req.param(), question: c.req.query() };
  return c.json(await getSubject({ ctx: c.var.control, input }));
});
