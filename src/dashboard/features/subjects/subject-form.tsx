import { Button, Group, SegmentedControl, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { EnvironmentSelect } from '../../components/environment-select.tsx';
import { environmentsQuery } from '../../lib/live.ts';
import { type SubjectSearch, subjectSearch } from './subject-search.ts';

/** Who is looked up, and where; all of it is in the address. */
export function SubjectForm({ search }: { readonly search: SubjectSearch }) {
  const navigate = useNavigate({ from: '/subjects' });
  const { data: environments = [] } = useQuery(environmentsQuery);
  const [subject, setSubject] = useState(search.subject ?? '');
  const [organisation, setOrganisation] = useState(search.organisation ?? '');
  const scope = search.scope ?? 'organisation';
  const set = (change: Partial<Record<keyof SubjectSearch, string | undefined>>) =>
    void navigate({ search: subjectSearch({ ...search, ...change }) });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        set({ subject: subject.trim(), organisation: organisation.trim() });
      }}
    >
      <Group gap="xs" align="flex-end">
        <SegmentedControl
          aria-label="Whom to look up"
          data={[
            { value: 'organisation', label: 'Organisation' },
            { value: 'user', label: 'User' },
          ]}
          value={scope}
          onChange={(value) => set({ scope: value })}
        />
        <TextInput
          label={scope === 'organisation' ? 'Organisation id' : 'User id'}
          required
          autoFocus
          value={subject}
          onChange={(event) => setSubject(event.currentTarget.value)}
          w={{ base: '100%', sm: 260 }}
        />
        {scope === 'user' && (
          <TextInput
            label="Their organisation"
            placeholder="Its id, if any"
            value={organisation}
            onChange={(event) => setOrganisation(event.currentTarget.value)}
            w={{ base: '100%', sm: 220 }}
          />
        )}
        <EnvironmentSelect
          label="Environment"
          environments={environments}
          value={search.environment ?? null}
          onChange={(value) => set({ environment: value ?? undefined })}
          allowDeselect={false}
          w={{ base: '60%', sm: 170 }}
        />
        <Button type="submit">Look up</Button>
      </Group>
    </form>
  );
}
