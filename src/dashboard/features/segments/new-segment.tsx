import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { LeaveGuard } from '../../components/leave-guard.tsx';
import { Section } from '../../components/section.tsx';
import { SegmentFields, type SegmentValues } from './segment-fields.tsx';
import { usePutSegment } from './use-put-segment.ts';

interface NewSegmentProps {
  readonly onDone: (key: string) => void;
  readonly onCancel: () => void;
}

const beginning: SegmentValues = {
  name: '',
  description: '',
  when: { all: [{ attribute: '', operator: 'equals', value: '' }] },
};

/** Makes a segment. One that has the key already is not replaced. */
export function NewSegment({ onDone, onCancel }: NewSegmentProps) {
  const [key, setKey] = useState('');
  const [values, setValues] = useState(beginning);
  const making = usePutSegment();
  const { name, ...rest } = values;
  return (
    <Section title="New segment">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const segment = { ...rest, ...(name.trim() && { name }) };
          making.mutate({ key, segment }, { onSuccess: () => onDone(key) });
        }}
      >
        <LeaveGuard isChanged={key !== '' || values !== beginning} />
        <Stack gap="sm">
          <TextInput
            label="Key"
            description="By which rules name it."
            placeholder="pilot-customers"
            required
            autoFocus
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
          <SegmentFields
            values={values}
            set={(change) => setValues({ ...values, ...change })}
            error={making.error}
            isReadOnly={false}
          />
          {making.error && <ErrorAlert error={making.error} title="It was not made" />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
            <Button type="submit" loading={making.isPending}>
              Create
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
