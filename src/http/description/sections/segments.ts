import { putSegmentInput, segmentResource } from '../../../contract/flags/segment.ts';
import { listOf } from '../list-of.ts';
import type { Section } from '../operation.ts';

const named = { key: 'neighbours' };

export const segments: Section = {
  title: 'Segments',
  says: 'A segment is a condition with a name, for the rules of any flag.',
  operations: [
    {
      route: 'GET /admin/segments',
      summary: 'Lists all segments.',
      needs: 'viewer',
      answer: listOf('segments', segmentResource),
    },
    {
      route: 'PUT /admin/segments/:key',
      sampleNames: named,
      summary: 'Creates or replaces a segment. Replacing needs If-Match.',
      needs: 'editor',
      body: putSegmentInput,
      sample: { when: { attribute: 'country', operator: 'in', value: ['DE', 'FR'] } },
      answer: segmentResource,
      ifMatch: true,
    },
    {
      route: 'GET /admin/segments/:key',
      sampleNames: named,
      summary: 'Shows one segment.',
      needs: 'viewer',
      answer: segmentResource,
    },
    {
      route: 'DELETE /admin/segments/:key',
      sampleNames: named,
      summary: 'Deletes a segment that nothing refers to.',
      needs: 'editor',
      status: 204,
      ifMatch: true,
    },
  ],
};
