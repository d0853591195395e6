import { Chip, Group, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { environmentsQuery } from '../../lib/live.ts';
import type { KeySearch } from './key-search.ts';

interface KeyFiltersProps {
  readonly search: KeySearch;
  /** What is chosen where the address says nothing; all of them without one. */
  readonly environment?: string | undefined;
  readonly children: ReactNode;
}

/** What narrows down both lists of keys; all of it is in the address. */
export function KeyFilters({ search, environment, children }: KeyFiltersProps) {
  const navigate = useNavigate({ from: '/keys' });
  const { data: environments = [] } = useQuery(environmentsQuery);
  const set = (change: KeySearch) =>
    void navigate({ search: { ...search, ...change }, replace: true });
  return (
    <Group justify="space-between" mb="md">
      <Group gap="xs">
        <Select
          aria-label="Environment"
          placeholder="Every environment"
          data={environments.map(({ key, name }) => ({ value: key, label: name }))}
          value={search.environment ?? environment ?? null}
          onChange={(value) => set({ environment: value ?? undefined })}
          clearable={environment === undefined}
          allowDeselect={false}
          w={200}
        />
        <Chip
          variant="outline"
          checked={search.ended === true}
          onChange={(isOn) => set({ ended: isOn || undefined })}
        >
          Ended too
        </Chip>
      </Group>
      {children}
    </Group>
  );
}
