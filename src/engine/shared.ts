import type { Bucket } from './bucketing/bucketer.ts';
import { makeOnce } from './once.ts';
import { remembering } from './values/remembering.ts';

/**
 * What the definitions of one snapshot have in common and make once. Operands, readings and buckets
 * are each kept in a space of their own: the texts of one are no keys of another.
 */
export interface Shared {
  /** What an operand means, read in one way; equal operands have the same text. */
  readonly operand: <Operand>(way: object, text: string, read: () => Operand) => Operand;
  /** Reads one attribute in one way, and keeps its last reading for all who ask the same. */
  readonly reading: <Value, Reading>(
    read: (value: Value) => Reading,
    attribute: string,
  ) => (value: Value) => Reading;
  readonly bucket: (by: (salt: string) => Bucket, salt: string) => Bucket;
}

export function makeShared(): Shared {
  const operands = makeOnce();
  const readings = makeOnce();
  const buckets = makeOnce();
  return {
    operand: operands,
    reading: (read, attribute) => readings(read, attribute, () => remembering(read)),
    bucket: (by, salt) => buckets(by, salt, () => by(salt)),
  };
}
