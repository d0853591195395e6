import type { DeliveryMessage, Env } from '../../src/env.ts';

export interface FaultyQueue {
  readonly binding: NonNullable<Env['WEBHOOKS']>;
  /** That of usage, which is away with it; what it takes goes nowhere. */
  readonly usage: NonNullable<Env['USAGE']>;
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
  const usage = {
    async send() {
      if (isAway) throw new Error('Queue send failed: Service Unavailable');
    },
  };
  return {
    usage: usage as unknown as NonNullable<Env['USAGE']>,
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
