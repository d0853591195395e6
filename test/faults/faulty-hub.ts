import { setTimeout as sleep } from 'node:timers/promises';
import type { HubNamespace } from '../../src/hub/hub-client.ts';

export interface FaultyHub {
  readonly binding: HubNamespace;
  /** How often any of its objects was asked, in vain or not, and told that a key is used. */
  readonly counts: { requests: number; keyUses: number };
  readonly throws: () => void;
  readonly hangs: (milliseconds: number) => void;
  readonly heal: () => void;
}

/** The real objects, which cannot be reached on demand. */
export function faultyHub(hub: HubNamespace): FaultyHub {
  let strike = async () => {};
  const counts = { requests: 0, keyUses: 0 };
  const reach = async () => {
    counts.requests += 1;
    await strike();
  };
  const binding = {
    getByName(name: string) {
      const stub = hub.getByName(name);
      return {
        find: async (...call: Parameters<typeof stub.find>) => {
          await reach();
          return stub.find(...call);
        },
        publish: async (...call: Parameters<typeof stub.publish>) => {
          await reach();
          return stub.publish(...call);
        },
        remind: async (...call: Parameters<typeof stub.remind>) => {
          await reach();
          return stub.remind(...call);
        },
        describe: async () => {
          await reach();
          return stub.describe();
        },
        noteKeyUse: async (...call: Parameters<typeof stub.noteKeyUse>) => {
          counts.keyUses += 1;
          await strike();
          return stub.noteKeyUse(...call);
        },
        listKeyUses: async () => {
          await reach();
          return stub.listKeyUses();
        },
        fetch: async (...call: Parameters<typeof stub.fetch>) => {
          await reach();
          return stub.fetch(...call);
        },
      };
    },
  };
  return {
    binding: binding as unknown as HubNamespace,
    counts,
    throws: () => {
      strike = async () => {
        throw new Error('Durable Object is overloaded');
      };
    },
    hangs: (milliseconds) => {
      strike = () => sleep(milliseconds);
    },
    heal: () => {
      strike = async () => {};
    },
  };
}
