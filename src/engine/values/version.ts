/** A semantic version (semver.org 2.0.0). Build metadata orders nothing and is not kept. */
export interface Version {
  readonly numbers: readonly [major: number, minor: number, patch: number];
  /** Sorts as a text before, with or after that of a version of the same numbers. */
  readonly precedence: string;
}

const LONGEST = 256;
const IDENTIFIERS = String.raw`[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*`;
const VERSION = new RegExp(
  String.raw`^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-(${IDENTIFIERS}))?(?:\+${IDENTIFIERS})?$`,
);

/** Below every character of an identifier: `rc` comes before `rc.1`, and that before `rc-1`. */
const SEPARATOR = '\0';
/** Above every identifier: a release comes after its prereleases. */
const RELEASE = '~';

/**
 * Reads `1.2.3-rc.1+build`. More lenient than the standard: a `v` may lead, minor and patch may be
 * missing (they are 0), numbers may have leading zeros.
 */
export function parseVersion(text: string): Version | undefined {
  const parts = text.length > LONGEST ? null : VERSION.exec(text);
  if (parts === null) return undefined;
  const [, major, minor = 0, patch = 0, prerelease] = parts;
  const numbers = [Number(major), Number(minor), Number(patch)] as const;
  // Larger numbers may differ as texts but not as doubles.
  if (!numbers.every(Number.isSafeInteger)) return undefined;
  return { numbers, precedence: prerelease?.split('.').map(sortable).join(SEPARATOR) ?? RELEASE };
}

/** A blank puts numbers before words; how many digits they have, in the order of their values. */
function sortable(identifier: string): string {
  if (!/^\d+$/.test(identifier)) return identifier;
  const digits = identifier.replace(/^0+/, '');
  return ` ${String.fromCharCode(digits.length)}${digits}`;
}

/**
 * The order of a text to a version: negative, zero or positive; `undefined` if the text is anything
 * but three plain numbers. Most are, and they are compared while they are read.
 */
export function orderOfPlain(text: string, version: Version): number | undefined {
  const order = orderOfNumbers(text, version.numbers);
  return order === 0 ? orderOfTexts(RELEASE, version.precedence) : order;
}

/** The order of two versions. */
export function orderOf(left: Version, right: Version): number {
  return (
    left.numbers[0] - right.numbers[0] ||
    left.numbers[1] - right.numbers[1] ||
    left.numbers[2] - right.numbers[2] ||
    orderOfTexts(left.precedence, right.precedence)
  );
}

function orderOfTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

const ZERO = 0x30;
const NINE = 0x39;
const DOT = 0x2e;
const MOST_DIGITS = 15;

/** The order of `1.2.3` to three numbers; `undefined` if the text is anything else. */
function orderOfNumbers(text: string, numbers: Version['numbers']): number | undefined {
  let order = 0;
  let part = 0;
  let number = 0;
  let digits = 0;
  for (let index = 0; index <= text.length; index += 1) {
    // The end counts as a dot, so that the last number ends like the others.
    const code = index < text.length ? text.charCodeAt(index) : DOT;
    if (code >= ZERO && code <= NINE && digits < MOST_DIGITS) {
      number = number * 10 + (code - ZERO);
      digits += 1;
    } else if (code === DOT && digits > 0 && part < numbers.length) {
      order ||= number - (numbers[part] ?? 0);
      part += 1;
      number = 0;
      digits = 0;
    } else return undefined;
  }
  return part === numbers.length ? order : undefined;
}
