import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { JsonObject } from '../../../engine/json.ts';
import { useSamples } from '../../lib/use-samples.ts';

interface SampleChoiceProps {
  readonly context: JsonObject;
  readonly onChoose: (context: JsonObject) => void;
}

/** Contexts that are kept, which a flag's page compares a change with. */
export function SampleChoice({ context, onChoose }: SampleChoiceProps) {
  const { samples, keep, forget } = useSamples();
  const [name, setName] = useState('');
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        Samples
      </Text>
      {samples.map((sample) => (
        <Group key={sample.name} gap={4} wrap="nowrap" justify="space-between">
          <Button size="compact-sm" variant="subtle" onClick={() => onChoose(sample.context)}>
            {sample.name}
          </Button>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            onClick={() => forget(sample.name)}
            aria-label={`Forget ${sample.name}`}
          >
            <IconX size={14} />
          </ActionIcon>
        </Group>
      ))}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          keep({ name: name.trim(), context });
          setName('');
        }}
      >
        <Group gap="xs" wrap="nowrap">
          <TextInput
            aria-label="Name of the sample"
            placeholder="Keep this context as"
            required
            size="sm"
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            flex={1}
          />
          <Button type="submit" size="sm" variant="default">
            Keep
          </Button>
        </Group>
      </form>
    </Stack>
  );
}
