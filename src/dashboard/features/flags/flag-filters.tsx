import { Chip, Group, Select, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useRef } from 'react';
import type { FlagWithStatesResource } from '../../../contract/flags/flag.ts';
import { isForDialog } from '../../lib/is-for-dialog.ts';
import { type FlagSearch, flagSearch, kinds, statuses } from './flag-search.ts';

interface FlagFiltersProps {
  readonly flags: readonly FlagWithStatesResource[];
  readonly search: FlagSearch;
  /** What else is chosen of the list. */
  readonly children: ReactNode;
}

/** What narrows down the list; all of it is in the address. `/` goes to the search. */
export function FlagFilters({ flags, search, children }: FlagFiltersProps) {
  const navigate = useNavigate({ from: '/flags' });
  const input = useRef<HTMLInputElement>(null);
  useHotkeys([['/', (event) => isForDialog(event) || input.current?.focus()]]);
  const set = (change: Partial<Record<keyof FlagSearch, string | boolean | undefined>>) =>
    void navigate({ search: flagSearch({ ...search, ...change }), replace: true });
  const choice = (name: 'tag' | 'owner' | 'kind' | 'status', values: readonly string[]) => (
    <Select
      aria-label={labels[name]}
      placeholder={labels[name]}
      data={[...values]}
      value={search[name] ?? null}
      onChange={(value) => set({ [name]: value ?? undefined })}
      clearable
      searchable={values.length > 8}
      w={{ base: 'calc(50% - 5px)', sm: 126 }}
    />
  );

  return (
    <Group gap="xs" wrap="wrap">
      <TextInput
        ref={input}
        aria-label="Search flags"
        placeholder="Key, name, owner or tag"
        leftSection={<IconSearch size={16} />}
        rightSection={<kbd className="go-key">/</kbd>}
        value={search.search ?? ''}
        onChange={(event) => set({ search: event.currentTarget.value || undefined })}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        w={{ base: '100%', sm: 250 }}
      />
      {choice('tag', distinct(flags.flatMap(({ tags }) => tags)))}
      {choice('owner', distinct(flags.flatMap(({ owner }) => owner ?? [])))}
      {choice('kind', kinds)}
      {choice('status', statuses)}
      <Chip
        checked={search.critical === true}
        onChange={(isOn) => set({ critical: isOn || undefined })}
        variant="outline"
      >
        Critical
      </Chip>
      <Chip
        checked={search.stale === true}
        onChange={(isOn) => set({ stale: isOn || undefined })}
        variant="outline"
      >
        Stale
      </Chip>
      {children}
    </Group>
  );
}

const labels = { tag: 'Tag', owner: 'Owner', kind: 'Kind', status: 'Status' } as const;

const distinct = (values: readonly string[]): string[] => [...new Set(values)].sort();
