import { Badge, Button, Code, Drawer, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DeliveryResource } from '../../../contract/notifications/webhook.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Moment } from '../../components/moment.tsx';
import { showFailure } from '../../components/show-failure.ts';
import { WaitingRows } from '../../components/waiting-rows.tsx';
import { admin, bodyOf } from '../../lib/api.ts';
import { useFocusBack } from '../../lib/use-focus-back.ts';
import { colorOf } from './delivery-status-names.ts';
import { deliveryParam, deliveryQuery, webhooksKey } from './webhooks-query.ts';

interface DeliveryDrawerProps {
  readonly webhook: string;
  readonly delivery: string;
  readonly onClose: () => void;
}

/** What was sent, word by word, and what was answered. */
export function DeliveryDrawer({ webhook, delivery: id, onClose }: DeliveryDrawerProps) {
  const queryClient = useQueryClient();
  useFocusBack();
  const delivery = useQuery(deliveryQuery(webhook, id));
  const redelivering = useMutation({
    mutationFn: () => {
      const route = admin.webhooks[':id'].deliveries[':delivery'].redeliver;
      return bodyOf(route.$post({ param: deliveryParam(webhook, id) }));
    },
    onSuccess: () =>
      notifications.show({ message: 'It is due at once, with all of its attempts before it.' }),
    onError: (error) => showFailure(error, 'It was not sent'),
    onSettled: () => queryClient.invalidateQueries({ queryKey: webhooksKey }),
  });
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={delivery.data?.event ?? 'Delivery'}
    >
      {delivery.isPending && <WaitingRows label="Loading the delivery" />}
      {delivery.error && <ErrorAlert error={delivery.error} />}
      {delivery.data && (
        <Stack gap="md">
          <Outcome delivery={delivery.data} />
          <Group>
            <Button
              variant="default"
              leftSection={<IconRefresh size={16} />}
              loading={redelivering.isPending}
              onClick={() => redelivering.mutate()}
            >
              Send it again
            </Button>
          </Group>
          <div>
            <Text size="sm" fw={500} mb={4}>
              Payload
            </Text>
            <Code block className="payload">
              {JSON.stringify(delivery.data.payload, null, 2)}
            </Code>
          </div>
        </Stack>
      )}
    </Drawer>
  );
}

const Outcome = ({ delivery }: { readonly delivery: DeliveryResource }) => (
  <Stack gap="xs">
    <Group gap={8}>
      <Badge variant="light" tt="none" color={colorOf(delivery.status)}>
        {delivery.status}
      </Badge>
      <Text size="sm" c="dimmed">
        {delivery.attempts === 1 ? '1 attempt' : `${delivery.attempts} attempts`}, made{' '}
        <Moment at={delivery.created_at} />
        {delivery.next_attempt_at !== null && (
          <>
            , next <Moment at={delivery.next_attempt_at} />
          </>
        )}
      </Text>
    </Group>
    <div>
      <Text size="sm" fw={500} mb={4}>
        Answer {delivery.response_status}
      </Text>
      <Code block className="payload">
        {delivery.outcome ||
          (delivery.response_status === null ? 'None yet.' : 'Nothing was in it.')}
      </Code>
    </div>
    <Text size="xs" c="dimmed" className="wraps-anywhere monospace">
      webhook-id: {delivery.id}
    </Text>
  </Stack>
);
