import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Door } from '../../components/door.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { ApiError, admin, bodyOf, isGone } from '../../lib/api.ts';
import { DeadLink } from './dead-link.tsx';
import { NewPasswordInput } from './new-password-input.tsx';
import { signIn } from './sign-in.ts';

interface Newcomer {
  readonly token: string;
  readonly name: string;
  readonly password: string;
}

/** Whoever has an invitation's link becomes a member, and is in. The token stays behind the `#`. */
export function InvitationPage() {
  const token = useLocation({ select: ({ hash }) => hash });
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const accepting = useMutation({
    mutationFn: accept,
    onSuccess: async ({ isIn }) => {
      queryClient.clear();
      await navigate({ to: isIn ? '/flags' : '/log-in', search: {}, replace: true });
    },
  });
  const isMember = accepting.error instanceof ApiError && accepting.error.status === 409;
  const isRefused = token === '' || isGone(accepting.error);
  const says = 'You were invited. Say what you are called, and choose a password.';
  return (
    <Door title="Welcome to Burgee" says={isMember || isRefused ? undefined : says}>
      {isRefused ? (
        <DeadLink title="This invitation does not count">
          It was used already, revoked, has run out, or its link was not copied as a whole. Ask
          whoever invited you for another.
        </DeadLink>
      ) : isMember ? (
        <DeadLink title="You are a member already">
          Somebody with this address can log in. Ask an admin for a link if the password is lost.
        </DeadLink>
      ) : (
        <NewcomerForm
          isWaiting={accepting.isPending}
          error={accepting.error}
          onSubmit={(form) => accepting.mutate({ token, ...form })}
        />
      )}
    </Door>
  );
}

/** Where the log-in fails afterwards, the invitation is used all the same. */
async function accept(newcomer: Newcomer): Promise<{ readonly isIn: boolean }> {
  const { email } = await bodyOf(admin.invitations.accept.$post({ json: newcomer }));
  const { password } = newcomer;
  return signIn.byPassword({ email, password }).then(
    () => ({ isIn: true }),
    () => ({ isIn: false }),
  );
}

interface NewcomerFormProps {
  readonly isWaiting: boolean;
  readonly error: unknown;
  readonly onSubmit: (form: Omit<Newcomer, 'token'>) => void;
}

function NewcomerForm({ isWaiting, error, onSubmit }: NewcomerFormProps) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit({ name, password });
      }}
    >
      <Stack gap="sm">
        <TextInput
          label="Name"
          name="name"
          autoComplete="name"
          required
          autoFocus
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NewPasswordInput label="Password" value={password} onChange={setPassword} />
        {error !== null && <ErrorAlert error={error} />}
        <Button type="submit" loading={isWaiting} mt="xs">
          Join
        </Button>
      </Stack>
    </form>
  );
}
