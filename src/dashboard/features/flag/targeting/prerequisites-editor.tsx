import { ActionIcon, Group, MultiSelect, Select, Stack, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FlagWithStatesResource } from '../../../../contract/flags/flag.ts';
import type { DraftHandle } from '../../../lib/use-draft.ts';
import { allFlagsQuery } from '../../flags/flags-query.ts';
import type { StateValues } from './state-values.ts';

interface PrerequisitesEditorProps {
  readonly flag: string;
  readonly draft: DraftHandle<StateValues>;
  readonly isReadOnly: boolean;
}

/** Other flags that have to serve something first; else this one serves its off variant. */
export function PrerequisitesEditor({ flag, draft, isReadOnly }: PrerequisitesEditorProps) {
  const { data: flags = [] } = useQuery(allFlagsQuery);
  const [sought, setSought] = useState('');
  const { prerequisites } = draft.values;
  const others = flags.filter(
    ({ key, status }) =>
      key !== flag && status === 'active' && !prerequisites.some((each) => each.flag === key),
  );
  const set = (next: StateValues['prerequisites']) => draft.set({ prerequisites: next });
  return (
    <Stack gap={6}>
      {prerequisites.length === 0 && isReadOnly && (
        <Text size="sm" c="dimmed">
          It needs no other flag.
        </Text>
      )}
      {prerequisites.map((each, place) => (
        <Prerequisite
          key={each.flag}
          needed={each}
          flags={flags}
          isReadOnly={isReadOnly}
          onChange={(variants) =>
            set(prerequisites.map((other, at) => (at === place ? { ...other, variants } : other)))
          }
          onRemove={() => set(prerequisites.filter((_, at) => at !== place))}
        />
      ))}
      {!isReadOnly && (
        <Select
          aria-label="Add a prerequisite"
          placeholder="Needs another flag"
          data={others.map(({ key }) => key)}
          value={null}
          onChange={(key) => {
            if (key !== null) set([...prerequisites, beginning(flags, key)]);
            setSought('');
          }}
          searchable
          searchValue={sought}
          onSearchChange={setSought}
          limit={50}
          size="sm"
          maw={340}
        />
      )}
    </Stack>
  );
}

interface PrerequisiteProps {
  readonly needed: StateValues['prerequisites'][number];
  readonly flags: readonly FlagWithStatesResource[];
  readonly isReadOnly: boolean;
  readonly onChange: (variants: string[]) => void;
  readonly onRemove: () => void;
}

const Prerequisite = ({ needed, flags, isReadOnly, onChange, onRemove }: PrerequisiteProps) => (
  <Group gap="xs" wrap="wrap">
    <Text size="sm" fw={550}>
      {needed.flag}
    </Text>
    <Text size="sm" c="dimmed">
      serves
    </Text>
    <MultiSelect
      aria-label={`Variants of ${needed.flag}`}
      data={variantsOf(flags, needed.flag)}
      value={[...needed.variants]}
      onChange={onChange}
      disabled={isReadOnly}
      readOnly={isReadOnly}
      size="sm"
      miw={180}
    />
    {!isReadOnly && (
      <ActionIcon
        variant="subtle"
        color="gray"
        onClick={onRemove}
        aria-label={`Does not need ${needed.flag}`}
      >
        <IconX size={16} />
      </ActionIcon>
    )}
  </Group>
);

const variantsOf = (flags: readonly FlagWithStatesResource[], key: string): string[] =>
  flags.find((flag) => flag.key === key)?.variants.map(({ name }) => name) ?? [];

/** All that it serves when it is not off. */
function beginning(flags: readonly FlagWithStatesResource[], key: string) {
  const off = flags.find((flag) => flag.key === key)?.off_variant;
  const variants = variantsOf(flags, key);
  const on = variants.filter((name) => name !== off);
  return { flag: key, variants: on.length > 0 ? on : variants };
}
