import { Alert, Stack } from '@mantine/core';
import type { SubjectResource } from '../../../contract/flags/subject.ts';
import { ServedFlags } from './served-flags.tsx';
import { SubjectOverrides } from './subject-overrides.tsx';
import type { SubjectSearch } from './subject-search.ts';

interface SubjectViewProps {
  readonly found: SubjectResource;
  readonly search: SubjectSearch;
}

/** Overrides first, as they are what can be changed here; then every flag. */
export const SubjectView = ({ found, search }: SubjectViewProps) => (
  <Stack gap="md">
    {found.pinned_to !== null && (
      <Alert color="yellow" title={`${found.environment} is pinned to version ${found.pinned_to}`}>
        This is what that version serves. Overrides that are changed now are served when the pin
        ends.
      </Alert>
    )}
    <SubjectOverrides found={found} />
    <ServedFlags found={found} search={search} />
  </Stack>
);
