import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ContextKeyResource } from '../../../contract/environments/context-key.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Moment } from '../../components/moment.tsx';
import { Section } from '../../components/section.tsx';
import { WaitingRows } from '../../components/waiting-rows.tsx';
import { admin, bodyOf } from '../../lib/api.ts';
import { environmentsQuery } from '../../lib/live.ts';
import { CreateSigningKeyDialog } from './create-signing-key-dialog.tsx';
import { KeyFilters } from './key-filters.tsx';
import type { KeySearch } from './key-search.ts';
import { signingKeysQuery } from './keys-query.ts';

/** With what backends of an environment sign contexts, so that nobody can make one up. */
export function SigningKeys({ search }: { readonly search: KeySearch }) {
  const { data: environments } = useQuery(environmentsQuery);
  const environment = search.environment ?? environments?.[0]?.key ?? '';
  const keys = useQuery({ ...signingKeysQuery(environment), enabled: environment !== '' });
  const [isCreating, creating] = useDisclosure();
  const shown = keys.data?.filter(({ revoked_at }) => search.ended || revoked_at === null);
  return (
    <>
      <KeyFilters search={search} environment={environment}>
        <Button leftSection={<IconPlus size={16} />} onClick={creating.open}>
          New signing key
        </Button>
      </KeyFilters>
      <Section
        title="Signing keys"
        says="A page cannot make up who its user is where your backend signs it."
      >
        {keys.isPending && <WaitingRows label="Loading the signing keys" rows={2} />}
        {keys.error && <ErrorAlert error={keys.error} />}
        {shown?.length === 0 && (
          <Text size="sm" c="dimmed">
            There is none in {environment}.
          </Text>
        )}
        <Stack gap={0} className="rows">
          {shown?.map((key) => (
            <SigningKeyRow key={key.id} signingKey={key} />
          ))}
        </Stack>
      </Section>
      {isCreating && <CreateSigningKeyDialog environment={environment} onClose={creating.close} />}
    </>
  );
}

function SigningKeyRow({ signingKey }: { readonly signingKey: ContextKeyResource }) {
  const queryClient = useQueryClient();
  const [isRevoking, revocation] = useDisclosure();
  const { id, environment, name, algorithm, created_at, revoked_at } = signingKey;
  const revoking = useMutation({
    mutationFn: () => {
      const route = admin.environments[':environment']['context-keys'][':id'].revoke;
      return bodyOf(route.$post({ param: { environment: encodeURIComponent(environment), id } }));
    },
    onSuccess: async () => {
      revocation.close();
      await queryClient.invalidateQueries({ queryKey: ['context-keys'] });
    },
  });
  return (
    <Group justify="space-between" wrap="nowrap" py={8}>
      <div className="wraps-anywhere">
        <Group gap={8}>
          <Text size="sm" fw={550}>
            {name}
          </Text>
          <Badge size="sm" variant="light" color="gray" tt="none">
            {algorithm}
          </Badge>
          {revoked_at !== null && (
            <Badge size="sm" variant="light" color="gray" tt="none">
              revoked <Moment at={revoked_at} />
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          <span className="monospace">kid {id}</span>, since <Moment at={created_at} />
        </Text>
      </div>
      {revoked_at === null && (
        <Button
          variant="default"
          size="xs"
          flex="none"
          onClick={revocation.open}
          aria-label={`Revoke the signing key ${name}`}
        >
          Revoke
        </Button>
      )}
      {isRevoking && (
        <ConfirmDialog
          title="Revoke a signing key"
          typed={name}
          action="Revoke for good"
          doing={revoking}
          onConfirm={() => revoking.mutate()}
          onClose={revocation.close}
          says="What it has signed is refused within a minute, everywhere. Nothing brings it back."
        />
      )}
    </Group>
  );
}
