import type { DeliveryStatus } from '../../../contract/notifications/webhook.ts';

const colors: Readonly<Record<DeliveryStatus, string>> = {
  pending: 'orange',
  delivered: 'green',
  failed: 'red',
};

export const deliveryStatusNames = Object.keys(colors) as readonly DeliveryStatus[];

export const colorOf = (status: DeliveryStatus): string => colors[status];
