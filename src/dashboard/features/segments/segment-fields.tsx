import { Textarea, TextInput } from '@mantine/core';
import type { AuthoredCondition } from '../../../contract/flags/condition.ts';
import { ApiError } from '../../lib/api.ts';
import { ConditionFields } from '../conditions/condition-fields.tsx';

export interface SegmentValues {
  readonly name: string;
  readonly description: string;
  readonly when: AuthoredCondition;
}

interface SegmentFieldsProps {
  /** The key of one that there is. */
  readonly segment?: string;
  readonly values: SegmentValues;
  readonly set: (change: Partial<SegmentValues>) => void;
  /** What the server objected to: each problem is shown at its field. */
  readonly error: unknown;
  readonly isReadOnly: boolean;
}

/** What a segment says. */
export function SegmentFields(props: SegmentFieldsProps) {
  const { segment, values, set, error, isReadOnly } = props;
  return (
    <>
      <TextInput
        label="Name"
        value={values.name}
        readOnly={isReadOnly}
        error={problemAt(error, 'name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <Textarea
        label="Description"
        autosize
        value={values.description}
        readOnly={isReadOnly}
        error={problemAt(error, 'description')}
        onChange={(event) => set({ description: event.currentTarget.value })}
      />
      <ConditionFields
        {...(segment !== undefined && { segment })}
        when={values.when}
        onChange={(when) => set({ when })}
        isReadOnly={isReadOnly}
        problems={error instanceof ApiError ? error.problems : []}
      />
    </>
  );
}

function problemAt(error: unknown, property: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return error.problems.find(({ path }) => path === property)?.message;
}
