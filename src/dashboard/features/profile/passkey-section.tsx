import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Section } from '../../components/section.tsx';
import { WaitingRows } from '../../components/waiting-rows.tsx';
import { ApiError } from '../../lib/api.ts';
import { describeDevice } from './describe-device.ts';
import { PasskeyRow } from './passkey-row.tsx';
import { addPasskey, isNumber, passkeysQuery } from './passkeys.ts';

/** Finger, face or PIN of a device, in place of a password. */
export function PasskeySection() {
  const passkeys = useQuery(passkeysQuery);
  const { hostname, port } = window.location;
  return (
    <Section title="Passkeys" says="Log in by finger, face or PIN of a device, without a password.">
      {passkeys.isPending && <WaitingRows label="Loading your passkeys" rows={1} />}
      {passkeys.error && <ErrorAlert error={passkeys.error} />}
      {passkeys.data?.length === 0 && (
        <Text size="sm" c="dimmed">
          You have none yet.
        </Text>
      )}
      <Stack gap={0} className="rows">
        {passkeys.data?.map((passkey) => (
          <PasskeyRow key={passkey.id} passkey={passkey} />
        ))}
      </Stack>
      {isNumber(hostname) ? (
        <Alert color="gray" className="wraps-anywhere">
          Browsers give passkeys to names alone, not to {hostname}. On this machine, open{' '}
          <code>{`http://localhost:${port}/dashboard/profile`}</code>.
        </Alert>
      ) : (
        <AddPasskey />
      )}
    </Section>
  );
}

function AddPasskey() {
  const queryClient = useQueryClient();
  const [name, setName] = useState(describeDevice(navigator.userAgent));
  const adding = useMutation({
    mutationFn: () => addPasskey(name),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: passkeysQuery.queryKey }),
  });
  const isStale = adding.error instanceof ApiError && adding.error.code === 'session_not_fresh';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        adding.mutate();
      }}
    >
      <Stack gap="sm">
        <Group align="flex-end" gap="xs">
          <TextInput
            label="Name of a new passkey"
            required
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            w={{ base: '100%', xs: 280 }}
          />
          <Button
            type="submit"
            variant="default"
            leftSection={<IconFingerprint size={16} />}
            loading={adding.isPending}
          >
            Add a passkey
          </Button>
        </Group>
        {isStale && (
          <Alert color="yellow" title="Log in again first">
            A passkey is added within a day of the log-in. Log out, log in, and come back.
          </Alert>
        )}
        {adding.error && !isStale && <ErrorAlert error={adding.error} title="It was not added" />}
      </Stack>
    </form>
  );
}
