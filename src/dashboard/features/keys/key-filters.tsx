import { Chip, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { EnvironmentSelect } from '../../components/environment-select.tsx';
import { ListSearch } from '../../components/list-search.tsx';
import { environmentsQuery } from '../../lib/live.ts';
import type { KeySearch } from './key-search.ts';

interface KeyFiltersProps {
  readonly search: KeySearch;
  /** What is chosen where the address says nothing; all of them without one. */
  readonly environment?: string | undefined;
  /** How many there are to be searched by name; without it, none are. */
  readonly length?: number;
  readonly children: ReactNode;
}

/** What narrows down both lists of keys; all of it is in the address. */
export function KeyFilters(props: KeyFiltersProps) {
  const { search, environment, length = 0, children } = props;
  const navigate = useNavigate({ from: '/keys' });
  const { data: environments = [] } = useQuery(environmentsQuery);
  const set = (change: KeySearch) =>
    void navigate({ search: { ...search, ...change }, replace: true });
  return (
    <Group justify="space-between" mb="md">
      <Group gap="xs">
        <ListSearch
          length={length}
          label="Search keys"
          placeholder="Name, or how it begins"
          value={search.search}
          onChange={(text) => set({ search: text })}
          w={{ base: '100%', sm: 260 }}
        />
        <EnvironmentSelect
          aria-label="Environment"
          placeholder="Every environment"
          environments={environments}
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
