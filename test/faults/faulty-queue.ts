import type { DeliveryMessage, Env } from '../../src/env.ts';

export interface FaultyQueue {
  readonly binding: NonNullable<Env['WEBHOOKS']>;
  /** Empties it. */
  readonly take: () => DeliveryMessage[];
  readonly throws: () => void;
  readonly heal: () => void;
}

/** Takes messages as the real one does, whose consumer would not know the test's bindings. */
export function faultyQueue(): FaultyQueue {
  const held: DeliveryMessage[] = [];
  let isAway = false;
  const binding = {
    async sendBatch(messages: Iterable<MessageSendRequest<DeliveryMessage>>) {
      if (isAway) throw new Error('Queue sendBatch failed: Service Unavailable');
      held.push(...[...messages].map(({ body }) => body));
    },
  };
  return {
    binding: binding as unknown as NonNullable<Env['WEBHOOKS']>,
    take: () => held.splice(0),
    throws: () => {
      isAway = true;
    },
    heal: () => {
      isAway = false;
    },
  };
}
