import type { Manifest } from '../../src/schema/manifest.ts';

/** One line an object, so that a change of the schema reads as such in a diff. */
export function manifestText({ migrations, objects }: Manifest): string {
  const list = (entries: readonly unknown[]) =>
    `[\n${entries.map((entry) => `    ${JSON.stringify(entry)}`).join(',\n')}\n  ]`;
  return `{\n  "migrations": ${list(migrations)},\n  "objects": ${list(objects)}\n}\n`;
}
