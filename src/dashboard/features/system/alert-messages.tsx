import { Badge, Group, Stack, Text } from '@mantine/core';
import type { AlertMessage, AlertType } from '../../../contract/notifications/alert.ts';
import { Moment } from '../../components/moment.tsx';
import { severityColors } from './severity-colors.ts';

const words: Readonly<Record<AlertType, string>> = {
  'alert.open': 'began',
  'alert.change': 'changed',
  'alert.close': 'is over',
};

/** What webhooks were told, the newest first, and whether it arrived. */
export const AlertMessages = ({ messages }: { readonly messages: readonly AlertMessage[] }) => (
  <Stack gap={0} className="rows">
    {messages.map((message) => (
      <Group key={message.id} justify="space-between" gap="xs" py={6} wrap="nowrap">
        <div style={{ minWidth: 0 }}>
          <Group gap={8}>
            <Badge
              size="sm"
              variant="light"
              tt="none"
              color={
                message.type === 'alert.close' ? 'green' : severityColors[message.alert.severity]
              }
            >
              {words[message.type]}
            </Badge>
            <Text size="sm">{message.alert.title}</Text>
          </Group>
          <Text size="xs" c="dimmed" className="wraps-anywhere">
            {[message.alert.affected.join(', '), told(message)].filter(Boolean).join('; ')}
          </Text>
        </div>
        <Text size="xs" c="dimmed" flex="none">
          <Moment at={message.at} />
        </Text>
      </Group>
    ))}
  </Stack>
);

function told({ deliveries }: AlertMessage): string {
  if (deliveries.length === 0) return 'no webhook was told';
  const failed = deliveries.filter(({ status }) => status === 'failed').length;
  const all = `${deliveries.length} ${deliveries.length === 1 ? 'webhook' : 'webhooks'} told`;
  return failed === 0 ? all : `${all}, ${failed} in vain`;
}
