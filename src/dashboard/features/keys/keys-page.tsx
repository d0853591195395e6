import { Tabs } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { AdminsOnly } from '../../components/admins-only.tsx';
import { Page } from '../../components/page.tsx';
import { useMe } from '../session/use-me.ts';
import { KeyList } from './key-list.tsx';
import { SigningKeys } from './signing-keys.tsx';

const route = getRouteApi('/inside/keys');

export function KeysPage() {
  const me = useMe();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page
      title="Keys"
      says="For browsers and backends that ask for flags, and pipelines that change them."
    >
      {me.may('admin') ? (
        <Tabs
          value={search.tab ?? 'keys'}
          onChange={(tab) =>
            void navigate({ search: { ...search, tab: tab === 'signing' ? tab : undefined } })
          }
          keepMounted={false}
        >
          <Tabs.List mb="md">
            <Tabs.Tab value="keys">Keys</Tabs.Tab>
            <Tabs.Tab value="signing">Signed contexts</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="keys">
            <KeyList search={search} />
          </Tabs.Panel>
          <Tabs.Panel value="signing">
            <SigningKeys search={search} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <AdminsOnly what="Keys" role={me.role} />
      )}
    </Page>
  );
}
