import type { Segment } from '../snapshot.ts';
import { name, record, withoutLead } from './check.ts';
import { condition } from './condition.ts';

const segment = record({ key: name, when: condition });

export function findSegmentProblem(definition: Segment): string | undefined {
  return withoutLead(segment(definition, new Set()));
}
