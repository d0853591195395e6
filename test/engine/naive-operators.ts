import { BlockList, isIPv4, isIPv6 } from 'node:net';
import semver from 'semver';
import type { Context } from '../../src/engine/context.ts';
import type { AttributeTest } from '../../src/engine/snapshot.ts';

type Truth = boolean | undefined;

/** Operators without preparation, for operands that each operator takes. */
export function testOf({ operator, value, ignoreCase }: AttributeTest, held: unknown): Truth {
  const fold = (text: string) =>
    ignoreCase ? [...text].map((each) => each.toLowerCase()).join('') : text;
  const operands = [value].flat().map((each) => fold(`${each}`));
  const text = isScalar(held) ? fold(`${held}`) : undefined;
  const entries = Array.isArray(held) ? held : isScalar(held) ? [held] : undefined;
  const texts = entries?.map((each) => (isScalar(each) ? fold(`${each}`) : undefined));
  const textual = (holds: (text: string) => boolean) =>
    text === undefined ? undefined : holds(text);

  switch (operator) {
    case 'exists':
      return held !== undefined;
    case 'equals':
    case 'in':
      return textual((it) => operands.includes(it));
    case 'any_of':
      return texts && operands.some((each) => texts.includes(each));
    case 'all_of':
      return texts && operands.every((each) => texts.includes(each));
    case 'none_of':
      return texts && !operands.some((each) => texts.includes(each));
    case 'contains':
      return textual((it) => operands.some((each) => it.includes(each)));
    case 'starts_with':
      return textual((it) => operands.some((each) => it.startsWith(each)));
    case 'ends_with':
      return textual((it) => operands.some((each) => it.endsWith(each)));
    case 'matches':
      return isScalar(held)
        ? new RegExp(`${value}`, ignoreCase ? 'iu' : 'u').test(`${held}`)
        : undefined;
    case 'in_cidr':
      return isScalar(held) ? isInBlocks(`${held}`, operands) : undefined;
    default:
      return compare(operator, held, value);
  }
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

const READERS: Readonly<Record<string, (value: unknown) => number | semver.SemVer | undefined>> = {
  number: naiveNumber,
  instant: naiveInstant,
  version: versionOf,
};

const COMPARISONS: Readonly<Record<string, readonly [string, (order: number) => boolean]>> = {
  less: ['number', (order) => order < 0],
  less_or_equal: ['number', (order) => order <= 0],
  greater: ['number', (order) => order > 0],
  greater_or_equal: ['number', (order) => order >= 0],
  before: ['instant', (order) => order < 0],
  after: ['instant', (order) => order > 0],
  semver_equals: ['version', (order) => order === 0],
  semver_less: ['version', (order) => order < 0],
  semver_less_or_equal: ['version', (order) => order <= 0],
  semver_greater: ['version', (order) => order > 0],
  semver_greater_or_equal: ['version', (order) => order >= 0],
};

function compare(operator: string, held: unknown, operand: unknown): Truth {
  const [type, holds] = COMPARISONS[operator] ?? [];
  const [left, right] = [held, operand].map((value) => READERS[`${type}`]?.(value));
  if (left === undefined || right === undefined || holds === undefined) return undefined;
  if (typeof left === 'number') return holds(left - Number(right));
  return holds(left.compare(`${right}`));
}

function naiveNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || !/^[-+]?[0-9]+([.][0-9]+)?(e[-+]?[0-9]+)?$/i.test(value))
    return undefined;
  const number = Number.parseFloat(value);
  return Number.isFinite(number) && value.length <= 64 ? number : undefined;
}

function naiveInstant(value: unknown): number | undefined {
  const instant = naiveNumber(value) ?? (typeof value === 'string' ? instantOf(value) : undefined);
  return instant === undefined || Number.isNaN(new Date(instant).getTime()) ? undefined : instant;
}

/** Days and times as the generators write them: always in range. */
function instantOf(text: string): number | undefined {
  const [, year, month, day, hour = 0, minute = 0, second = 0, sign, zoneHour, zoneMinute] =
    /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:Z|([+-])(\d\d):(\d\d))?)?$/.exec(text) ?? [];
  if (year === undefined) return undefined;
  const local = Date.UTC(+year, Number(month) - 1, Number(day), +hour, +minute, +second);
  const offsetMinutes = sign
    ? Number(`${sign}1`) * (Number(zoneHour) * 60 + Number(zoneMinute))
    : 0;
  return local - offsetMinutes * 60_000;
}

/** Fills up to three numbers, which is what the library insists on. */
function versionOf(value: unknown): semver.SemVer | undefined {
  if (!isScalar(value)) return undefined;
  const [, numbers, rest] = /^v?(\d+(?:\.\d+){0,2})(?![\d.])(.*)$/.exec(`${value}`) ?? [];
  if (numbers === undefined) return undefined;
  const full = [...numbers.split('.'), 0, 0].slice(0, 3).map(Number).join('.');
  return semver.parse(`${full}${rest}`) ?? undefined;
}

function isInBlocks(address: string, blocks: readonly string[]): Truth {
  if (!isIPv4(address) && !isIPv6(address)) return undefined;
  const list = new BlockList();
  for (const block of blocks) {
    const [first = '', length] = block.split('/');
    const family = isIPv4(first) ? 'ipv4' : 'ipv6';
    list.addSubnet(first, Number(length), family);
  }
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

/** The whole name first, then the path; null is absent. */
export function attributeOf(context: Context, attribute: string): unknown {
  const own = (holder: unknown, name: string): unknown => {
    const isHolder = typeof holder === 'object' && holder !== null && !Array.isArray(holder);
    return isHolder
      ? (Object.getOwnPropertyDescriptor(holder, name)?.value ?? undefined)
      : undefined;
  };
  return own(context, attribute) ?? attribute.split('.').reduce(own, context as unknown);
}

export function unitOf(context: Context, attribute: string): string | undefined {
  const value = attributeOf(context, attribute);
  if (typeof value === 'number' && Number.isFinite(value)) return `${value}`;
  return typeof value === 'string' && value.length > 0 ? value : undefined;
}

/** The published algorithm in arbitrary precision, over a buffer. */
export function naiveBucket(salt: string, unit: string): number {
  const bytes = new TextEncoder().encode(`${salt}:${unit}`);
  const word = (value: bigint) => BigInt.asUintN(32, value);
  const rotate = (value: bigint, bits: bigint) => word((value << bits) | (value >> (32n - bits)));
  const scramble = (block: bigint) => word(rotate(word(block * 0xcc9e2d51n), 15n) * 0x1b873593n);
  let hash = 0n;
  for (let start = 0; start < bytes.length; start += 4) {
    const block = [...bytes.slice(start, start + 4)].reduceRight(
      (sum, byte) => (sum << 8n) | BigInt(byte),
      0n,
    );
    hash ^= scramble(block);
    if (start + 4 <= bytes.length) hash = word(rotate(hash, 13n) * 5n + 0xe6546b64n);
  }
  hash ^= BigInt(bytes.length);
  hash = word((hash ^ (hash >> 16n)) * 0x85ebca6bn);
  hash = word((hash ^ (hash >> 13n)) * 0xc2b2ae35n);
  hash ^= hash >> 16n;
  return Number((hash * 100_000n) >> 32n);
}
