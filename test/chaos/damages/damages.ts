import { changes } from './changes.ts';
import type { Damage } from './damage.ts';
import { junk } from './junk.ts';
import { losses } from './losses.ts';
import { records } from './records.ts';
import { rows } from './rows.ts';

export const damages: Readonly<Record<string, Damage>> = {
  ...losses,
  ...changes,
  ...junk,
  ...records,
  ...rows,
};
