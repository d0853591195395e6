import { Button, Group, PasswordInput, SimpleGrid, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Section } from '../../components/section.tsx';
import { ApiError, admin, bodyOf } from '../../lib/api.ts';
import { NewPasswordInput } from '../session/new-password-input.tsx';
import { sessionsKey } from './sessions-query.ts';

/** The address is there for the browser alone, which keeps passwords by it. */
export function PasswordForm({ email }: { readonly email: string }) {
  const queryClient = useQueryClient();
  const [current, setCurrent] = useState('');
  const [wanted, setWanted] = useState('');
  const changing = useMutation({
    mutationFn: () => changePassword(current, wanted),
    onSuccess: async () => {
      setCurrent('');
      setWanted('');
      notifications.show({ color: 'green', message: 'Your new password counts.' });
      await queryClient.invalidateQueries({ queryKey: sessionsKey });
    },
  });
  return (
    <Section title="Password" says="A new one ends all your other log-ins.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          changing.mutate();
        }}
      >
        <Stack gap="sm">
          <input type="email" autoComplete="username" value={email} readOnly hidden />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <PasswordInput
              label="Current password"
              description="If you have none, ask an admin for a link"
              autoComplete="current-password"
              required
              value={current}
              onChange={(event) => setCurrent(event.currentTarget.value)}
            />
            <NewPasswordInput label="New password" value={wanted} onChange={setWanted} />
          </SimpleGrid>
          {changing.error && <ErrorAlert error={changing.error} title="It was not changed" />}
          <Group>
            <Button type="submit" variant="default" loading={changing.isPending}>
              Change password
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

async function changePassword(current_password: string, new_password: string): Promise<void> {
  try {
    await bodyOf(admin.me.password.$post({ json: { current_password, new_password } }));
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'forbidden') throw error;
    throw new Error('The current password is another. Nothing was changed.');
  }
}
