import { Badge, SegmentedControl, Table, Text, UnstyledButton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { DeliveryResource, DeliveryStatus } from '../../../contract/notifications/webhook.ts';
import { BreakingKey } from '../../components/breaking-key.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { Moment } from '../../components/moment.tsx';
import { Section } from '../../components/section.tsx';
import { WaitingRows } from '../../components/waiting-rows.tsx';
import { DeliveryDrawer } from './delivery-drawer.tsx';
import { colorOf, deliveryStatusNames } from './delivery-status-names.ts';
import { deliveriesQuery } from './webhooks-query.ts';

const route = getRouteApi('/inside/webhooks/$webhook');
const all = 'all';

/** What was sent, and what came of it. */
export function DeliverySection({ webhook }: { readonly webhook: string }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const deliveries = useInfiniteQuery(deliveriesQuery(webhook, search.status));
  const found = deliveries.data?.pages.flatMap((page) => page.deliveries);
  const look = (delivery: string | undefined) =>
    void navigate({ search: { ...search, delivery }, resetScroll: false });
  const choose = (status: string) =>
    void navigate({
      search: { status: status === all ? undefined : (status as DeliveryStatus) },
      replace: true,
      resetScroll: false,
    });
  return (
    <Section
      title="Deliveries"
      says="Newest first; kept for 30 days."
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Which deliveries"
          data={[all, ...deliveryStatusNames]}
          value={search.status ?? all}
          onChange={choose}
        />
      }
    >
      {deliveries.isPending && <WaitingRows label="Loading the deliveries" />}
      {deliveries.error && <ErrorAlert error={deliveries.error} />}
      {found?.length === 0 && (
        <Text size="sm" c="dimmed">
          {search.status === 'failed'
            ? 'None has failed for good: what did not arrive is tried again, under pending.'
            : 'There is none yet. Send a test to see one.'}
        </Text>
      )}
      {found !== undefined && found.length > 0 && (
        <DeliveryTable deliveries={found} onLook={look} />
      )}
      <LoadMore query={deliveries} />
      {search.delivery !== undefined && (
        <DeliveryDrawer
          webhook={webhook}
          delivery={search.delivery}
          onClose={() => look(undefined)}
        />
      )}
    </Section>
  );
}

interface DeliveryTableProps {
  readonly deliveries: readonly DeliveryResource[];
  readonly onLook: (delivery: string) => void;
}

const DeliveryTable = ({ deliveries, onLook }: DeliveryTableProps) => (
  <Table.ScrollContainer minWidth={300} type="native">
    <Table verticalSpacing={7} highlightOnHover layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Event</Table.Th>
          <Table.Th w={96}>Status</Table.Th>
          <Table.Th visibleFrom="sm" w="40%">
            Answer
          </Table.Th>
          <Table.Th w={90} visibleFrom="sm">
            Attempts
          </Table.Th>
          <Table.Th w={130}>When</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody className="wraps-anywhere">
        {deliveries.map((each) => (
          <Table.Tr key={each.id}>
            <Table.Td>
              <UnstyledButton
                onClick={() => onLook(each.id)}
                c="var(--mantine-color-anchor)"
                fz="sm"
                fw={550}
              >
                <BreakingKey text={each.event} />
              </UnstyledButton>
            </Table.Td>
            <Table.Td>
              <Badge size="sm" variant="light" tt="none" color={colorOf(each.status)}>
                {each.status === 'pending' && each.attempts > 0 ? 'will retry' : each.status}
              </Badge>
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <Text size="sm" c="dimmed" lineClamp={1}>
                {each.response_status} {each.outcome}
              </Text>
            </Table.Td>
            <Table.Td visibleFrom="sm">{each.attempts}</Table.Td>
            <Table.Td>
              <Text size="sm" c="dimmed">
                <Moment at={each.created_at} />
              </Text>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
);
