import type { CatalogObject } from '../catalog/catalog.ts';
import { qualified } from '../catalog/quote.ts';
import type { Difference } from './difference.ts';

/**
 * Of an enum, labels that are missing can be added; those that nobody expects do no harm, and
 * neither does another order. Where one stands in the very place of one that is missing, it seems to have
 * been renamed, with all rows that have it: to add the missing one would hide them.
 */
export function compareLabels(object: CatalogObject, actual: CatalogObject): Difference[] {
  const expected = labelsOf(object);
  const found = labelsOf(actual);
  const absent = expected.filter((label) => !found.includes(label));
  const isSame = absent.length === 0 && found.every((label) => expected.includes(label));
  if (isSame) return [];
  const common = { object, actual: actual.definition } as const;
  if (absent.length === 0) {
    const statement = '-- Postgres cannot take a label from an enum';
    return [{ kind: 'changed', ...common, weight: 'notice', isMendable: false, statement }];
  }
  const type = qualified(object.schema, object.name);
  const renamed = absent.flatMap((label) => {
    const stranger = found[expected.indexOf(label)];
    return found.length !== expected.length || !stranger || expected.includes(stranger)
      ? []
      : `ALTER TYPE ${type} RENAME VALUE ${stranger} TO ${label}`;
  });
  if (renamed.length > 0) {
    const rename = renamed.join('; ');
    return [{ kind: 'changed', ...common, weight: 'damage', isMendable: false, statement: rename }];
  }
  const statement = absent
    .map((label) => `ALTER TYPE ${type} ADD VALUE ${label} ${placeOf(label, expected, found)}`)
    .join('; ');
  return [{ kind: 'changed', ...common, weight: 'damage', isMendable: true, statement }];
}

/** Labels sort in the order in which they stand. Those before it are there by then. */
function placeOf(label: string, expected: readonly string[], found: readonly string[]): string {
  const before = expected[expected.indexOf(label) - 1];
  return before === undefined ? `BEFORE ${found[0]}` : `AFTER ${before}`;
}

/** As literals, quotes included. */
export function labelsOf({ definition }: CatalogObject): readonly string[] {
  return definition.match(/'(?:[^']|'')*'/g) ?? [];
}
