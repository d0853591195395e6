import { type Catalog, type CatalogObject, catalogOf } from './catalog/catalog.ts';
import generated from './manifest.json' with { type: 'json' };

/** What the code expects of its database. `npm run db:generate` writes it; it is committed. */
export interface Manifest {
  /** In the order in which they are applied. */
  readonly migrations: readonly Migration[];
  readonly objects: readonly ExpectedObject[];
}

/** A file below `drizzle/`, by the journal. */
export interface Migration {
  readonly tag: string;
  /** Milliseconds since the epoch, strictly increasing; Drizzle records them as `created_at`. */
  readonly when: number;
  /** SHA-256 of the file's text in hex, as Drizzle records it. */
  readonly hash: string;
  /** It also moves data, which no comparison of objects can see: never recorded unless it ran. */
  readonly movesData: boolean;
  /**
   * What code from before it may rely on and loses with it, or what may refuse its writes: `column
   * feature_flags.legacy`. Without any, that code goes on as if it had not run.
   */
  readonly breaks: readonly string[];
}

export interface ExpectedObject extends CatalogObject {
  /** The migration that made it what it is; null for Drizzle's own table of records. */
  readonly migration: string | null;
}

/** Written by `npm run db:generate`, and made anew by a test: JSON has no narrower type. */
export const manifest: Manifest = generated as Manifest;

export const expectedCatalog: Catalog = catalogOf(manifest.objects);

/** Where Burgee's tables are, and where Drizzle keeps its records. */
export const schemas = ['public', 'drizzle'] as const;
