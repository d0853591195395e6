import { eq } from 'drizzle-orm';
import {
  type PutSegmentInput,
  putSegmentInput,
  segmentTarget,
} from '../../contract/flags/segment.ts';
import { revised } from '../../db/columns.ts';
import type { Queryable } from '../../db/connect.ts';
import { segments } from '../../db/segments.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { listEnvironmentKeys } from '../environments/list-environment-keys.ts';
import { exactlyOne } from '../exactly-one.ts';
import { keepServable } from '../keep-servable.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { assertNoneExpected, assertRevision, type ExpectedRevision } from '../revision.ts';
import { findSegmentForUpdate, type SegmentRow, segmentResource } from './segment-row.ts';

interface Input {
  readonly key: string;
  /** Asked for only where there is a segment already. */
  readonly expectedRevision: ExpectedRevision;
  readonly segment: PutSegmentInput;
}

/** Names a condition, or changes what a name stands for in every environment at once. */
export async function putSegment({ ctx, input }: VerbCall<Input>) {
  authorise(ctx, 'editor');
  const { key } = parseInput(segmentTarget, { key: input.key });
  const { when: conditions, name = key, description } = parseInput(putSegmentInput, input.segment);
  return mutate(ctx, async ({ tx, audit, touch }) => {
    const environmentKeys = await listEnvironmentKeys(tx);
    const [before, after] = await keepServable(tx, environmentKeys, async () => {
      const existing = await findSegmentForUpdate(tx, key);
      if (existing) assertRevision(existing.revision, input.expectedRevision);
      else assertNoneExpected(input.expectedRevision);
      return [existing, await write(tx, { key, name, description, conditions }, existing)] as const;
    });
    touch(...environmentKeys);
    const resource = segmentResource(after);
    audit({
      action: 'segment.put',
      target: key,
      before: before && segmentResource(before),
      after: resource,
    });
    return resource;
  });
}

type Content = Pick<SegmentRow, 'key' | 'name' | 'description' | 'conditions'>;

const write = async (tx: Queryable, content: Content, before: SegmentRow | undefined) =>
  exactlyOne(
    before
      ? await tx
          .update(segments)
          .set({ ...content, ...revised(segments) })
          .where(eq(segments.key, content.key))
          .returning()
      : await tx.insert(segments).values(content).returning(),
  );
