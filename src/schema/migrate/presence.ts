import {
  addressOf,
  type Catalog,
  type CatalogObject,
  isStructural,
  nameOf,
} from '../catalog/catalog.ts';
import { manifest } from '../manifest.ts';

/** What a migration makes, by whether it is there as that migration makes it. */
export interface Presence {
  readonly there: readonly CatalogObject[];
  readonly absent: readonly CatalogObject[];
}

/** `expected` is in the words of the server at hand. */
export function presenceOf(tag: string, expected: Catalog, actual: Catalog): Presence {
  const made = manifest.objects.filter(
    (object) => object.migration === tag && isStructural(object),
  );
  const isThere = (object: CatalogObject) => {
    const address = addressOf(object);
    return actual.get(address)?.definition === (expected.get(address) ?? object).definition;
  };
  return {
    there: made.filter(isThere),
    absent: made.filter((object) => !isThere(object)),
  };
}

/** `table segments and 8 more`. */
export function sumUp([first, ...others]: readonly CatalogObject[]): string {
  if (first === undefined) return 'nothing';
  return others.length === 0 ? nameOf(first) : `${nameOf(first)} and ${others.length} more`;
}
