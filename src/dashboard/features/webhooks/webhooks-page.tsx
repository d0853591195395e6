import { Anchor, Button, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { WebhookResource } from '../../../contract/notifications/webhook.ts';
import { AdminsOnly } from '../../components/admins-only.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Page } from '../../components/page.tsx';
import { Section } from '../../components/section.tsx';
import { WaitingRows } from '../../components/waiting-rows.tsx';
import { useMe } from '../session/use-me.ts';
import { CreateWebhookDialog } from './create-webhook-dialog.tsx';
import { describeSubscription } from './describe-subscription.ts';
import { WebhookSwitch } from './webhook-switch.tsx';
import { webhooksQuery } from './webhooks-query.ts';

/** Who is told of changes. */
export function WebhooksPage() {
  const me = useMe();
  const [isCreating, creating] = useDisclosure();
  const mayAdminister = me.may('admin');
  return (
    <Page
      title="Webhooks"
      says="An address of yours, or a channel of Slack, is told of each change."
      actions={
        mayAdminister && (
          <Button leftSection={<IconPlus size={16} />} onClick={creating.open}>
            New webhook
          </Button>
        )
      }
    >
      {mayAdminister ? <WebhookList /> : <AdminsOnly what="Webhooks" role={me.role} />}
      {isCreating && <CreateWebhookDialog onClose={creating.close} />}
    </Page>
  );
}

function WebhookList() {
  const webhooks = useQuery(webhooksQuery);
  if (webhooks.error) return <ErrorAlert error={webhooks.error} />;
  if (!webhooks.data) return <WaitingRows label="Loading the webhooks" />;
  return (
    <Section title={webhooks.data.length === 1 ? '1 webhook' : `${webhooks.data.length} webhooks`}>
      {webhooks.data.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nobody is told yet: make the first.
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={300} type="native">
          <Table verticalSpacing={7}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Webhook</Table.Th>
                <Table.Th visibleFrom="md">Is told</Table.Th>
                <Table.Th w={110} visibleFrom="sm">
                  Format
                </Table.Th>
                <Table.Th w={70}>On</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {webhooks.data.map((webhook) => (
                <WebhookRow key={webhook.id} webhook={webhook} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  );
}

const WebhookRow = ({ webhook }: { readonly webhook: WebhookResource }) => (
  <Table.Tr>
    <Table.Td className="wraps-anywhere">
      <Anchor
        component={Link}
        {...({ to: '/webhooks/$webhook', params: { webhook: webhook.id } } as object)}
        size="sm"
        fw={550}
      >
        {webhook.name}
      </Anchor>
      <Text size="xs" c="dimmed" lineClamp={2}>
        {webhook.url}
      </Text>
    </Table.Td>
    <Table.Td visibleFrom="md" className="wraps-anywhere">
      <Text size="sm" c="dimmed">
        {describeSubscription(webhook)}
      </Text>
    </Table.Td>
    <Table.Td visibleFrom="sm">
      <Text size="sm">{webhook.format}</Text>
    </Table.Td>
    <Table.Td>
      <WebhookSwitch webhook={webhook} />
    </Table.Td>
  </Table.Tr>
);
