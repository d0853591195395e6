import * as z from 'zod';
import { flagKey } from '../fields/identifier.ts';

export const flagTag = z.string().min(1).max(50);

/** Which active flags are meant: those that meet everything that is given. */
export const flagSelection = {
  keys: z.array(flagKey).min(1).max(2_000).optional(),
  tag: flagTag.optional(),
  /** The part of a key before its first dot. */
  module: flagKey.optional(),
};

export interface FlagSelection {
  readonly keys?: readonly string[] | undefined;
  readonly tag?: string | undefined;
  readonly module?: string | undefined;
}

/** Whether anything is selected at all: leaving something out must not stop every flag. */
export const isSelective = ({ keys, tag, module }: FlagSelection): boolean =>
  (keys ?? tag ?? module) !== undefined;

export const selectionExpected = 'expected keys, a tag or a module: which flags are meant';
