import { Group, TextInput, type TextInputProps } from '@mantine/core';
import type { DraftHandle } from '../../../lib/use-draft.ts';
import type { StateValues } from './state-values.ts';

interface AdvancedEditorProps {
  readonly draft: DraftHandle<StateValues>;
  readonly isReadOnly: boolean;
}

/** Side by side, fields stand on one line however long what is said of them. */
const descriptionBelow: TextInputProps['inputWrapperOrder'] = [
  'label',
  'input',
  'description',
  'error',
];

/** By what units are told apart, and how they are drawn. */
export const AdvancedEditor = ({ draft: { values, set }, isReadOnly }: AdvancedEditorProps) => (
  <Group align="flex-start" gap="md">
    <TextInput
      label="Bucket by"
      inputWrapperOrder={descriptionBelow}
      description="The attribute whose value is drawn: organisation_id serves everybody of one organisation the same."
      value={values.bucket_by}
      onChange={(event) => set({ bucket_by: event.currentTarget.value })}
      disabled={isReadOnly}
      required
      maxLength={200}
      maw={420}
      flex="1 1 260px"
    />
    <TextInput
      label="Salt"
      inputWrapperOrder={descriptionBelow}
      description="A new salt draws everybody anew, here and in every rule of this flag."
      value={values.salt}
      onChange={(event) => set({ salt: event.currentTarget.value })}
      disabled={isReadOnly}
      required
      maxLength={200}
      maw={420}
      flex="1 1 260px"
    />
  </Group>
);
