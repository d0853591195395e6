import { type CreateFlagInput, createFlagInput } from '../../contract/flags/flag.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { listEnvironmentKeys } from '../environments/list-environment-keys.ts';
import { alreadyExists } from '../errors.ts';
import { insertFlagStates } from '../flag-states/insert-flag-states.ts';
import { keepServable } from '../keep-servable.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { flagWithStates } from './flag-resource.ts';
import { insertFlag } from './insert-flag.ts';

/** A new flag exists in every environment, switched off. */
export async function createFlag({ ctx, input }: VerbCall<CreateFlagInput>) {
  authorise(ctx, 'editor');
  const definition = parseInput(createFlagInput, input);
  return mutate(ctx, async ({ tx, audit, touch }) => {
    const environmentKeys = await listEnvironmentKeys(tx);
    const created = await keepServable(tx, environmentKeys, async () => {
      const flag = await insertFlag(tx, definition);
      if (!flag) throw alreadyExists(`a flag "${definition.key}"`);
      const states = await insertFlagStates(tx, flag, { environmentKeys, isEnabled: false });
      return flagWithStates(flag, states);
    });
    audit({ action: 'flag.create', target: created.key, after: created });
    touch(...environmentKeys);
    return created;
  });
}
