import { v7 as newId } from 'uuid';
import { type PutOverrideInput, putOverrideInput } from '../../contract/flags/override.ts';
import { revised } from '../../db/columns.ts';
import type { Queryable } from '../../db/connect.ts';
import { featureFlagOverrides } from '../../db/feature-flag-overrides.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { invalidInput } from '../errors.ts';
import { exactlyOne } from '../exactly-one.ts';
import { getFlagStateRow } from '../flag-states/flag-state-row.ts';
import { type FlagRow, getFlagForUpdate } from '../flags/flag-row.ts';
import { mutate } from '../mutate.ts';
import { parseInput } from '../parse-input.ts';
import { assertNoneExpected, assertRevision, type ExpectedRevision } from '../revision.ts';
import { keepRoom } from './keep-room.ts';
import {
  findOverrideRow,
  isOverride,
  type OverridePlace,
  overrideResource,
  parsePlace,
  type RawOverridePlace,
} from './override-row.ts';

interface Input extends RawOverridePlace {
  /** Asked for only where there is an override already. */
  readonly expectedRevision: ExpectedRevision;
  readonly override: PutOverrideInput;
}

/** Serves one user or organisation a variant of its own, whatever the flag serves to others. */
export async function putOverride({ ctx, input }: VerbCall<Input>) {
  authorise(ctx, 'editor');
  const place = parsePlace(input);
  const { expires_at, ...override } = parseInput(putOverrideInput, input.override);
  const expiresAt = expires_at === null ? null : new Date(expires_at);
  assertToCome(expiresAt, ctx.now());
  return mutate(ctx, async ({ tx, audit, touch }) => {
    assertVariant(await getFlagForUpdate(tx, place.flag), override.variant);
    await getFlagStateRow(tx, place);
    const before = await findOverrideRow(tx, place);
    if (before) assertRevision(before.revision, input.expectedRevision);
    else assertNoneExpected(input.expectedRevision);
    const row = { ...override, expiresAt };
    const { environment } = place;
    const after = await keepRoom(tx, { environment, isNew: !before }, () =>
      before ? replace(tx, place, row) : insert(tx, place, row),
    );
    touch(place.environment);
    const resource = overrideResource(after);
    audit({
      action: 'override.put',
      target: `${place.flag}/${place.scope}/${place.subject}`,
      environmentKey: place.environment,
      before: before && overrideResource(before),
      after: resource,
    });
    return resource;
  });
}

function assertToCome(expiresAt: Date | null, now: Date): void {
  if (expiresAt === null || expiresAt > now) return;
  throw invalidInput([{ path: 'expires_at', message: 'expected an instant that is to come' }]);
}

/** The flag's lock keeps the variant from being taken away before this is committed. */
function assertVariant({ key, variants }: FlagRow, name: string): void {
  if (variants.some((variant) => variant.name === name)) return;
  const names = variants.map((variant) => variant.name).join(', ');
  throw invalidInput([{ path: 'variant', message: `flag ${key} has the variants ${names}` }]);
}

type Content = Pick<typeof featureFlagOverrides.$inferInsert, 'variant' | 'reason' | 'expiresAt'>;

const replace = async (tx: Queryable, place: OverridePlace, content: Content) =>
  exactlyOne(
    await tx
      .update(featureFlagOverrides)
      .set({ ...content, ...revised(featureFlagOverrides) })
      .where(isOverride(place))
      .returning(),
  );

const insert = async (tx: Queryable, place: OverridePlace, content: Content) =>
  exactlyOne(
    await tx
      .insert(featureFlagOverrides)
      .values({
        ...content,
        id: newId(),
        environmentKey: place.environment,
        flagKey: place.flag,
        scope: place.scope,
        subject: place.subject,
      })
      .returning(),
  );
