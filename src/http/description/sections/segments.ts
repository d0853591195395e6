import { putSegmentInput, segmentResource } from '../../../contract/segment.ts';
import { listOf } from '../list-of.ts';
import type { Section } from '../operation.ts';

const named = { key: 'neighbours' };

export const segments: Section = {
  title: 'Segments',
  says: 'A condition with a name, for the rules of any flag.',
  operations: [
    {
      route: 'GET /admin/segments',
      summary: 'All of them.',
      needs: 'viewer',
      answer: listOf('segments', segmentResource),
    },
    {
      route: 'PUT /admin/segments/:key',
      sampleNames: named,
      summary: 'Makes or replaces one; If-Match where there is one.',
      needs: 'editor',
      body: putSegmentInput,
      sample: { when: { attribute: 'country', operator: 'in', value: ['DE', 'FR'] } },
      answer: segmentResource,
      ifMatch: true,
    },
    {
      route: 'GET /admin/segments/:key',
      sampleNames: named,
      summary: 'One.',
      needs: 'viewer',
      answer: segmentResource,
    },
    {
      route: 'DELETE /admin/segments/:key',
      sampleNames: named,
      summary: 'Deletes one that no rule names.',
      needs: 'editor',
      status: 204,
      ifMatch: true,
    },
  ],
};
