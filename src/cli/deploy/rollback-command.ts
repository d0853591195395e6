import { manifest } from '../../schema/manifest.ts';

/** The migration before; `none` before the first. */
export function tagBefore(tag: string): string {
  const { migrations } = manifest;
  return migrations[migrations.findIndex((each) => each.tag === tag) - 1]?.tag ?? 'none';
}

/** For a person to type: takes a migration back, with all that follow it. */
export const rollbackCommand = (tag: string): string =>
  `npx burgee rollback --to ${tagBefore(tag)}`;
