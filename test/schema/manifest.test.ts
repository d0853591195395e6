import { expect, inject, it } from 'vitest';
import { buildManifest } from '../../dev/manifest/build-manifest.ts';
import { manifestText } from '../../dev/manifest/manifest-text.ts';
import { withEmptyDatabases } from '../../dev/manifest/with-empty-databases.ts';
import { manifest } from '../../src/schema/manifest.ts';

it('is what the migrations and src/db both lead to', async () => {
  const built = await withEmptyDatabases(inject('adminDatabaseUrl'), buildManifest);
  expect(manifestText(built)).toBe(manifestText(manifest));
});
