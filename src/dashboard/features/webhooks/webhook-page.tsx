import { Anchor, Badge, Group, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { WebhookResource } from '../../../contract/notifications/webhook.ts';
import { AdminsOnly } from '../../components/admins-only.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Moment } from '../../components/moment.tsx';
import { Page } from '../../components/page.tsx';
import { Section } from '../../components/section.tsx';
import { WaitingRows } from '../../components/waiting-rows.tsx';
import { isGone } from '../../lib/api.ts';
import { useMe } from '../session/use-me.ts';
import { DeliverySection } from './delivery-section.tsx';
import { describeSubscription } from './describe-subscription.ts';
import { WebhookActions } from './webhook-actions.tsx';
import { WebhookSwitch } from './webhook-switch.tsx';
import { webhookQuery } from './webhooks-query.ts';

const route = getRouteApi('/inside/webhooks/$webhook');

/** One webhook: what it is told, and what came of telling it. */
export function WebhookPage() {
  const me = useMe();
  const { webhook: id } = route.useParams();
  const mayAdminister = me.may('admin');
  const webhook = useQuery({ ...webhookQuery(id), enabled: mayAdminister });
  return (
    <Page
      title={webhook.data?.name ?? 'Webhook'}
      says={
        <Anchor component={Link} to="/webhooks" size="sm">
          All webhooks
        </Anchor>
      }
      actions={
        webhook.data && <WebhookActions webhook={webhook.data} isGone={isGone(webhook.error)} />
      }
    >
      {!mayAdminister && <AdminsOnly what="Webhooks" role={me.role} />}
      {webhook.error && (
        <ErrorAlert
          error={webhook.error}
          title={
            webhook.data && isGone(webhook.error)
              ? 'It is not there any more'
              : 'The webhook could not be loaded'
          }
        />
      )}
      {mayAdminister && webhook.isPending && <WaitingRows label="Loading the webhook" rows={8} />}
      {webhook.data && (
        <>
          <Settings webhook={webhook.data} />
          <DeliverySection webhook={id} />
        </>
      )}
    </Page>
  );
}

const Settings = ({ webhook }: { readonly webhook: WebhookResource }) => (
  <Section title="Settings" actions={<WebhookSwitch webhook={webhook} />}>
    <Table variant="vertical" layout="fixed" className="wraps-anywhere">
      <Table.Tbody>
        <Table.Tr>
          <Table.Th w={110}>Address</Table.Th>
          <Table.Td>
            <Text size="sm" ff="monospace">
              {webhook.url}
            </Text>
          </Table.Td>
        </Table.Tr>
        <Table.Tr>
          <Table.Th>Is told</Table.Th>
          <Table.Td>{describeSubscription(webhook)}</Table.Td>
        </Table.Tr>
        <Table.Tr>
          <Table.Th>Format</Table.Th>
          <Table.Td>{webhook.format}</Table.Td>
        </Table.Tr>
        <Table.Tr>
          <Table.Th>Changed</Table.Th>
          <Table.Td>
            <Group gap={8}>
              <Moment at={webhook.updated_at} />
              {!webhook.is_enabled && (
                <Badge size="sm" color="gray" variant="light" tt="none">
                  off
                </Badge>
              )}
            </Group>
          </Table.Td>
        </Table.Tr>
      </Table.Tbody>
    </Table>
  </Section>
);
