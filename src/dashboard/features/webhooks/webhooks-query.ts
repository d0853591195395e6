import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { DeliveryStatus } from '../../../contract/notifications/webhook.ts';
import { admin, bodyOf } from '../../lib/api.ts';
import { lookEvery } from '../../lib/look-every.ts';

/** Of which everything about webhooks begins. */
export const webhooksKey = ['webhooks'] as const;

export const webhooksQuery = queryOptions({
  queryKey: webhooksKey,
  queryFn: async () => (await bodyOf(admin.webhooks.$get())).webhooks,
});

export const webhookQuery = (id: string) =>
  queryOptions({
    queryKey: [...webhooksKey, id],
    queryFn: () => bodyOf(admin.webhooks[':id'].$get({ param: { id: encodeURIComponent(id) } })),
  });

/** What is under way goes on without anybody looking. */
const lookEveryMilliseconds = 5_000;

/** Newest first. */
export const deliveriesQuery = (id: string, status: DeliveryStatus | undefined) =>
  infiniteQueryOptions({
    queryKey: [...webhooksKey, id, 'deliveries', status ?? 'all'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) => {
      const query = { limit: '50', ...(status && { status }), ...(cursor && { cursor }) };
      const param = { id: encodeURIComponent(id) };
      return bodyOf(admin.webhooks[':id'].deliveries.$get({ param, query }));
    },
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    refetchInterval: lookEvery(lookEveryMilliseconds),
  });

export const deliveryQuery = (id: string, delivery: string) =>
  queryOptions({
    queryKey: [...webhooksKey, id, 'delivery', delivery],
    queryFn: () => {
      const route = admin.webhooks[':id'].deliveries[':delivery'];
      return bodyOf(route.$get({ param: deliveryParam(id, delivery) }));
    },
    refetchInterval: lookEvery(lookEveryMilliseconds),
  });

/** Both are as the address has them, and lead to no other route. */
export const deliveryParam = (id: string, delivery: string) => ({
  id: encodeURIComponent(id),
  delivery: encodeURIComponent(delivery),
});
