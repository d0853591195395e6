import { Switch } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { WebhookResource } from '../../../contract/notifications/webhook.ts';
import { showFailure } from '../../components/show-failure.ts';
import { admin, bodyOf, ifMatch } from '../../lib/api.ts';
import { webhooksKey } from './webhooks-query.ts';

/** What is pending fails with one that is switched off, so that is how it is undone: by switching it on. */
export function WebhookSwitch({ webhook }: { readonly webhook: WebhookResource }) {
  const queryClient = useQueryClient();
  const switching = useMutation({
    mutationFn: (is_enabled: boolean) =>
      bodyOf(
        admin.webhooks[':id'].$patch(
          { param: { id: webhook.id }, json: { is_enabled } },
          ifMatch(webhook.revision),
        ),
      ),
    onError: (error) => showFailure(error, `${webhook.name} was not switched`),
    onSettled: () => queryClient.invalidateQueries({ queryKey: webhooksKey }),
  });
  return (
    <Switch
      size="sm"
      aria-label={`${webhook.name} is told`}
      checked={webhook.is_enabled}
      disabled={switching.isPending}
      onChange={(event) => switching.mutate(event.currentTarget.checked)}
    />
  );
}
