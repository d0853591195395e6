import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { showFailure } from '../../components/show-failure.ts';
import { admin, bodyOf } from '../../lib/api.ts';

/** Serves an earlier version again, or `latest`. */
export function useRepublish(environment: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (version: number | 'latest') =>
      bodyOf(admin.republish.$post({ json: { environment, version } })),
    onSuccess: ({ version, pinned_to }) =>
      notifications.show({
        color: 'green',
        message:
          pinned_to === null
            ? `${environment} serves the newest: version ${version}.`
            : `${environment} serves version ${pinned_to} until it is ended.`,
      }),
    onError: (error) => showFailure(error, 'It serves what it did'),
    onSettled: () => queryClient.invalidateQueries(),
  });
}

/** Seeds what is missing and publishes every environment: safe at any time. */
export function useWarm() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => bodyOf(admin.warm.$post({ query: {} })),
    onSuccess: ({ environments }) =>
      notifications.show({
        color: 'green',
        message: `Published: ${environments.map(({ environment }) => environment).join(', ')}.`,
      }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['health'] }),
  });
}
