import { Hono } from 'hono';
import type { SubjectQuestion } from '../../../contract/flags/subject.ts';
import { getSubject } from '../../../control/subjects/get-subject.ts';
import type { AdminEnv } from '../admin-env.ts';
import { queryOf } from '../query-of.ts';

export const subjectRoutes = new Hono<AdminEnv>().get(
  '/:scope/:subject',
  queryOf<SubjectQuestion>(),
  async (c) => {
    const input = { ...c.req.param(), question: c.req.valid('query') };
    return c.json(await getSubject({ ctx: c.var.control, input }));
  },
);
