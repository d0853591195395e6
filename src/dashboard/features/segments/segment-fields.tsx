import { Textarea, TextInput } from '@mantine/core';
import type { AuthoredCondition } from '../../../contract/condition.ts';
import type { Json } from '../../../engine/json.ts';
import { JsonField } from '../../components/json-field.tsx';
import { ApiError } from '../../lib/api.ts';

export interface SegmentValues {
  readonly name: string;
  readonly description: string;
  readonly when: AuthoredCondition;
}

interface SegmentFieldsProps {
  readonly values: SegmentValues;
  readonly set: (change: Partial<SegmentValues>) => void;
  /** What the server objected to: each problem is shown at its field. */
  readonly error: unknown;
  readonly isReadOnly: boolean;
}

/** What a segment says. */
export function SegmentFields({ values, set, error, isReadOnly }: SegmentFieldsProps) {
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
      <JsonField
        label="Condition"
        description={
          'A test such as {"attribute":"country","operator":"in","value":["DE"]}, or several in "all", "any" and "not".'
        }
        minRows={5}
        value={values.when as Json}
        readOnly={isReadOnly}
        error={problemAt(error, 'when')}
        onChange={(when) => set({ when: when as AuthoredCondition })}
      />
    </>
  );
}

/** All that is wrong with a property or a part of it, each with its path. */
function problemAt(error: unknown, property: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const here = error.problems.filter(({ path }) => path.split(/[.[]/)[0] === property);
  return here.length === 0
    ? undefined
    : here.map(({ path, message }) => `${path}: ${message}`).join('; ');
}
