import type { CatalogObject, ObjectType } from '../catalog/catalog.ts';

/** One object that is not as the code expects it. */
export interface Difference {
  /**
   * `missing`: it is not there. `changed`: it is there and says something else. `invalid`: an index
   * or a constraint that Postgres does not rely on. `extra`: nobody expects it.
   */
  readonly kind: 'missing' | 'changed' | 'invalid' | 'extra';
  /** As expected; what is extra, as it is. */
  readonly object: CatalogObject;
  /** What is there instead, of what is changed. */
  readonly actual?: string;
  /** Damage can fail what the application does; a notice cannot. */
  readonly weight: 'damage' | 'notice';
  /** Whether a repair puts it right: by adding what is missing, never by taking away. */
  readonly isMendable: boolean;
  /** What would put it right. */
  readonly statement: string;
}

/** What keeps a role from all that is in a schema, in words. */
export const hindrances: Readonly<Partial<Record<ObjectType, string>>> = {
  forbidden_schema: 'this role may not use the schema, so that it can read nothing in it',
  hidden_schema:
    'the search path of this role and database does not lead to it, so that the application finds no table',
};
