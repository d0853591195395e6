import { Button, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { ListSearch } from '../../components/list-search.tsx';
import { Page } from '../../components/page.tsx';
import { WaitingRows } from '../../components/waiting-rows.tsx';
import { hasWords } from '../../lib/has-words.ts';
import { environmentsQuery } from '../../lib/live.ts';
import { useLastSeen } from '../../lib/use-last-seen.ts';
import { useMe } from '../session/use-me.ts';
import { CopyDialog } from './copy-dialog.tsx';
import { CreateDialog } from './create-dialog.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { EnvironmentCard } from './environment-card.tsx';
import type { EnvironmentSearch } from './environment-search.ts';
import { ImportDialog } from './import-dialog.tsx';
import { SettingsDialog } from './settings-dialog.tsx';

const route = getRouteApi('/inside/environments');

export function EnvironmentsPage() {
  const { action, of, search } = route.useSearch();
  const navigate = useNavigate({ from: '/environments' });
  const environments = useQuery(environmentsQuery);
  const { may } = useMe();
  const all = environments.data ?? [];
  const current = all.find(({ key }) => key === of);
  const chosen = useLastSeen(of, current);
  const shown = all.filter(({ key, name }) => hasWords(`${key} ${name}`, search));
  const show = (next: EnvironmentSearch) =>
    void navigate({ search: (was) => ({ ...was, ...next }), replace: true });
  const onClose = () => show({ action: undefined, of: undefined });
  return (
    <Page
      title="Environments"
      says="Each flag has a state of its own in each of them."
      actions={
        may('admin') && (
          <Button
            leftSection={<IconPlus size={16} />}
            onClick={() => show({ action: 'create', of: undefined })}
          >
            New environment
          </Button>
        )
      }
    >
      {environments.error && <ErrorAlert error={environments.error} />}
      {environments.isPending && !environments.error && (
        <WaitingRows label="Loading the environments" />
      )}
      <ListSearch
        length={all.length}
        label="Search environments"
        placeholder="Key or name"
        value={search}
        onChange={(text) => show({ search: text })}
      />
      {all.length > 0 && shown.length === 0 && <Text c="dimmed">No environment is called so.</Text>}
      {shown.map((environment) => (
        <EnvironmentCard
          key={environment.key}
          environment={environment}
          onAction={(next) => show({ action: next, of: environment.key })}
        />
      ))}
      {action === 'create' && may('admin') && <CreateDialog environments={all} onClose={onClose} />}
      {chosen && action === 'settings' && may('admin') && (
        <SettingsDialog environment={chosen} isGone={!current} onClose={onClose} />
      )}
      {chosen && action === 'copy' && may('editor') && (
        <CopyDialog environment={chosen} environments={all} onClose={onClose} />
      )}
      {chosen && action === 'import' && may('editor') && (
        <ImportDialog environment={chosen} isGone={!current} onClose={onClose} />
      )}
      {chosen && action === 'delete' && may('admin') && (
        <DeleteDialog environment={chosen} isGone={!current} onClose={onClose} />
      )}
    </Page>
  );
}
