import { Alert, Button, Stack } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { Door } from '../../components/door.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { admin, bodyOf, isGone } from '../../lib/api.ts';
import { DeadLink } from './dead-link.tsx';
import { NewPasswordInput } from './new-password-input.tsx';

/** A new password for whoever has the link. The token stays behind the `#`. */
export function PasswordResetPage() {
  const token = useLocation({ select: ({ hash }) => hash });
  const queryClient = useQueryClient();
  const [password, setPassword] = useState('');
  const resetting = useMutation({
    mutationFn: () => bodyOf(admin['password-reset'].$post({ json: { token, password } })),
    onSuccess: () => queryClient.clear(),
  });
  if (resetting.isSuccess) return <Done />;
  if (token === '' || isGone(resetting.error)) return <Refused />;
  return (
    <Door title="A new password" says="It replaces the one you had, and ends all your log-ins.">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          resetting.mutate();
        }}
      >
        <Stack gap="sm">
          <NewPasswordInput label="New password" value={password} onChange={setPassword} />
          {resetting.error && <ErrorAlert error={resetting.error} />}
          <Button type="submit" loading={resetting.isPending} mt="xs">
            Set password
          </Button>
        </Stack>
      </form>
    </Door>
  );
}

const Done = () => (
  <Door title="A new password">
    <Alert color="green" icon={<IconCheck />} title="Your new password counts" role="status">
      All your log-ins have ended. Passkeys go on as they were.
    </Alert>
    <Button component={Link} to="/log-in">
      Log in
    </Button>
  </Door>
);

const Refused = () => (
  <Door title="A new password">
    <DeadLink title="This link does not count">
      It was used already, has run out, gave way to a newer one, or was not copied as a whole. Ask
      an admin for another.
    </DeadLink>
  </Door>
);
