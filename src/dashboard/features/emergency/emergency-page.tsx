import { Alert, Anchor, Button, PasswordInput, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Door } from '../../components/door.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { ApiError, admin, bodyOf } from '../../lib/api.ts';
import { emergencySecret } from '../../lib/emergency-secret.ts';

/** Asks for ADMIN_SECRET, which is looked at without the database. */
export function EmergencyPage() {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [secret, setSecret] = useState('');
  const opening = useMutation({
    mutationFn: open,
    onSuccess: async () => {
      queryClient.clear();
      await navigate({ to: '/emergency/system' });
    },
  });
  return (
    <Door
      title="Emergency access"
      says="For when nobody can log in: it shows what is wrong with the database, and repairs it. It opens nothing else."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          opening.mutate(secret);
        }}
      >
        <Stack gap="sm">
          <PasswordInput
            label="ADMIN_SECRET"
            description="As the Worker has it. It is kept in this page alone, until you leave or reload it."
            autoComplete="off"
            required
            autoFocus
            value={secret}
            onChange={(event) => setSecret(event.currentTarget.value)}
          />
          {opening.error && <Refusal error={opening.error} />}
          <Button type="submit" loading={opening.isPending} mt="xs">
            Open
          </Button>
        </Stack>
      </form>
      <Anchor component={Link} to="/log-in" size="sm">
        To the log-in
      </Anchor>
    </Door>
  );
}

/** An admin key is right as well, and is not what is asked for here; what no header can carry is no secret. */
async function open(typed: string): Promise<void> {
  const secret = typed.trim();
  if (!/^[ -~]+$/.test(secret)) throw new ApiError(401, {});
  emergencySecret.set(secret);
  try {
    const { is_secret } = await bodyOf(admin.me.$get());
    if (!is_secret) throw new ApiError(401, {});
  } catch (error) {
    emergencySecret.forget();
    throw error;
  }
}

const Refusal = ({ error }: { readonly error: Error }) =>
  error instanceof ApiError && error.status === 401 ? (
    <Alert color="red" title="This is not ADMIN_SECRET" role="alert">
      Whoever deployed this Worker set it with <code>npx wrangler secret put ADMIN_SECRET</code>.
      Nobody can read it back: set another where it is lost.
    </Alert>
  ) : (
    <ErrorAlert error={error} />
  );
