import {
  Alert,
  Anchor,
  Button,
  Divider,
  PasswordInput,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { Door } from '../../components/door.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { admin, bodyOf } from '../../lib/api.ts';
import { signIn } from './sign-in.ts';

const route = getRouteApi('/log-in');

export function LogInPage() {
  const { next } = route.useSearch();
  const router = useRouter();
  const queryClient = useQueryClient();
  const ways = useQuery({ queryKey: ['ways'], queryFn: () => bodyOf(admin.auth.ways.$get()) });
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const entering = useMutation({
    mutationFn: (way: () => Promise<void>) => way(),
    onSuccess: async () => {
      queryClient.clear();
      await router.navigate({ href: next ?? '/dashboard/flags' });
    },
  });

  return (
    <Door title="Log in to Burgee">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          entering.mutate(() => signIn.byPassword({ email, password }));
        }}
      >
        <Stack gap="sm">
          <TextInput
            label="E-mail address"
            type="email"
            name="email"
            autoComplete="username webauthn"
            required
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            name="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {entering.error && <ErrorAlert error={entering.error} />}
          {ways.data?.password === false && (
            <Alert color="yellow" title="Nobody can log in here yet">
              ADMIN_SECRET is not set: <code>npx wrangler secret put ADMIN_SECRET</code>
            </Alert>
          )}
          <Button type="submit" loading={entering.isPending} mt="xs">
            Log in
          </Button>
        </Stack>
      </form>
      <Divider label="or" />
      <Stack gap="xs">
        <Button variant="default" onClick={() => entering.mutate(signIn.byPasskey)}>
          With a passkey
        </Button>
        {ways.data?.providers.map((provider) => (
          <Button
            key={provider}
            variant="default"
            onClick={() => entering.mutate(() => signIn.byProvider(provider, next))}
          >
            With {providerNames[provider]}
          </Button>
        ))}
      </Stack>
      <Text size="sm" c="dimmed">
        Nobody can log in because the database is ill?{' '}
        <Anchor component={Link} to="/emergency" inherit underline="always">
          Emergency access
        </Anchor>
      </Text>
    </Door>
  );
}

const providerNames = { github: 'GitHub', google: 'Google' } as const;
