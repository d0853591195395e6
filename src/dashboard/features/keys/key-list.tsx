import { Button, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { KeyResource } from '../../../contract/access/api-key.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Section } from '../../components/section.tsx';
import { WaitingRows } from '../../components/waiting-rows.tsx';
import { easilySeen } from '../../lib/easily-seen.ts';
import { hasWords } from '../../lib/has-words.ts';
import { environmentsQuery } from '../../lib/live.ts';
import { serverNow } from '../../lib/server-clock.ts';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import type { KeyAsked } from './key-asked.ts';
import { KeyDialog } from './key-dialog.tsx';
import { KeyFilters } from './key-filters.tsx';
import type { KeySearch } from './key-search.ts';
import { isOver, keyState } from './key-state.ts';
import { KeyTable } from './key-table.tsx';
import { keysQuery } from './keys-query.ts';

/** Client and server keys by environment, and those that open the control plane. */
export function KeyList({ search }: { readonly search: KeySearch }) {
  const keys = useQuery(keysQuery);
  const { data: environments = [] } = useQuery(environmentsQuery);
  const [isCreating, creating] = useDisclosure();
  const [asked, setAsked] = useState<KeyAsked>();
  const shown = (keys.data ?? []).filter(
    (key) =>
      (search.ended === true || !isOver(keyState(key, serverNow()))) &&
      hasWords(`${key.name} ${key.prefix} ${key.kind}`, search.search),
  );
  const keysOf = (each: string) => shown.filter(({ environment }) => environment === each);
  const wanted = environments.filter(({ key }) =>
    search.environment === undefined
      ? environments.length <= easilySeen || keysOf(key).length > 0
      : key === search.environment,
  );
  return (
    <>
      <KeyFilters search={search} length={keys.data?.length ?? 0}>
        <Button leftSection={<IconPlus size={16} />} onClick={creating.open}>
          New key
        </Button>
      </KeyFilters>
      {keys.isPending && <WaitingRows label="Loading the keys" rows={6} />}
      {keys.error && <ErrorAlert error={keys.error} title="The keys could not be loaded" />}
      {keys.data && (
        <Stack gap="md">
          {wanted.map(({ key, name }) => (
            <Section key={key} title={name}>
              <Keys keys={keysOf(key)} isSearched={search.search !== undefined} onAsk={setAsked} />
            </Section>
          ))}
          {search.environment === undefined && (
            <Section
              title="Administration"
              says="For pipelines that change flags, in every environment."
            >
              <Keys
                keys={shown.filter(({ kind }) => kind === 'admin')}
                isSearched={search.search !== undefined}
                onAsk={setAsked}
              />
            </Section>
          )}
        </Stack>
      )}
      {asked && (
        <KeyDialog
          asked={asked}
          current={keys.data?.find(({ id }) => id === asked.apiKey.id)}
          onClose={() => setAsked(undefined)}
        />
      )}
      {isCreating && (
        <CreateKeyDialog
          environments={environments}
          environment={search.environment}
          onClose={creating.close}
        />
      )}
    </>
  );
}

interface KeysProps {
  readonly keys: readonly KeyResource[];
  readonly isSearched: boolean;
  readonly onAsk: (asked: KeyAsked) => void;
}

const Keys = ({ keys, isSearched, onAsk }: KeysProps) =>
  keys.length === 0 ? (
    <Text size="sm" c="dimmed">
      {isSearched ? 'No key is called so.' : 'No key yet.'}
    </Text>
  ) : (
    <KeyTable keys={keys} onAsk={onAsk} />
  );
