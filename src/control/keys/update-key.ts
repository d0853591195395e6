import {
  type KeyResource,
  type UpdateKeyInput,
  updateKeyInput,
} from '../../contract/access/api-key.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { invalidInput } from '../errors.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { assertRevision, type ExpectedRevision } from '../revision.ts';
import { changeKey } from './change-key.ts';
import { revisionOf } from './key-resource.ts';
import { getKeyForUpdate } from './key-row.ts';

interface Input {
  id: string;
  expectedRevision: ExpectedRevision;
  change: UpdateKeyInput;
}

/** Its name, and of a client key the pages that may read its answers. */
export async function updateKey({ ctx, input }: VerbCall<Input>): Promise<KeyResource> {
  authorise(ctx, 'admin');
  const { name, allowed_origins: allowedOrigins } = parseInput(updateKeyInput, input.change);
  return mutate(ctx, async (unit) => {
    const before = await getKeyForUpdate(unit.tx, input.id);
    assertRevision(revisionOf(before), input.expectedRevision);
    if (allowedOrigins && before.kind !== 'client') {
      const message = `expected none, as this is a key of kind ${before.kind}: origins are of client keys`;
      throw invalidInput([{ path: 'allowed_origins', message }]);
    }
    const change = { ...(name && { name }), ...(allowedOrigins && { allowedOrigins }) };
    return changeKey(unit, { action: 'key.update', before, change });
  });
}
