import { queryOptions } from '@tanstack/react-query';
import type { SubjectResource } from '../../../contract/flags/subject.ts';
import { admin, bodyOf } from '../../lib/api.ts';
import { subjectInPath } from '../../lib/subject-in-path.ts';

export interface SubjectQuestion {
  readonly scope: 'organisation' | 'user';
  readonly subject: string;
  readonly environment: string;
  readonly organisation?: string | undefined;
}

/** What every flag serves somebody, and why, with their overrides. */
export const subjectQuery = (question: SubjectQuestion) =>
  queryOptions({
    queryKey: ['subject', question],
    queryFn: async (): Promise<SubjectResource> => {
      const flags: SubjectResource['flags'] = [];
      let cursor: string | undefined;
      for (;;) {
        const page = await ask(question, cursor);
        flags.push(...page.flags);
        cursor = page.next_cursor ?? undefined;
        if (cursor === undefined) return { ...page, flags };
      }
    },
  });

async function ask(question: SubjectQuestion, cursor: string | undefined) {
  const { scope, subject, environment, organisation } = question;
  const query = {
    environment,
    ...(scope === 'user' && organisation && { organisation_id: organisation }),
    ...(cursor && { cursor }),
  };
  const param = { scope, subject: subjectInPath(subject) };
  const asked = admin.subjects[':scope'][':subject'].$get({ param, query });
  return (await bodyOf(asked)) as SubjectResource;
}
