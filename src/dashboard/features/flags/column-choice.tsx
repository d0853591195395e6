import { Button, Checkbox, Popover, ScrollArea, Stack, Text, TextInput } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useState } from 'react';
import { hasWords } from '../../lib/has-words.ts';

interface ColumnChoiceProps {
  readonly environments: readonly { readonly key: string; readonly name: string }[];
  /** The keys of those that have a column. */
  readonly shown: readonly string[];
  /** Undefined for those that are usual. */
  readonly onChange: (keys: readonly string[] | undefined) => void;
}

/** Which environments stand side by side, where they are too many for all of them to. */
export function ColumnChoice({ environments, shown, onChange }: ColumnChoiceProps) {
  const [search, setSearch] = useState('');
  const found = environments.filter(({ key, name }) => hasWords(`${key} ${name}`, search));
  const toggle = (key: string) =>
    onChange(shown.includes(key) ? shown.filter((each) => each !== key) : [...shown, key]);
  return (
    <Popover position="bottom-end" width={280} trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" fw={400} leftSection={<IconColumns3 size={16} />}>
          {shown.length} of {environments.length} environments
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Environments side by side">
        <Stack gap="xs">
          <TextInput
            aria-label="Search environments"
            placeholder="Key or name"
            data-autofocus
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <ScrollArea.Autosize mah={280} type="auto">
            <Stack gap={6} p={2}>
              {found.map(({ key, name }) => (
                <Checkbox
                  key={key}
                  size="sm"
                  label={name}
                  checked={shown.includes(key)}
                  disabled={shown.length === 1 && shown.includes(key)}
                  onChange={() => toggle(key)}
                />
              ))}
              {found.length === 0 && (
                <Text size="sm" c="dimmed">
                  None is called so.
                </Text>
              )}
            </Stack>
          </ScrollArea.Autosize>
          <Button size="xs" variant="subtle" onClick={() => onChange(undefined)}>
            As usual
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
