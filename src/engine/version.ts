/** A semantic version (semver.org 2.0.0). Build metadata orders nothing and is not kept. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** Comes before, with or after that of another version as the versions do, numbers alike. */
  readonly precedence: string;
}

const LONGEST = 256;
const ZERO = 0x30;
const NINE = 0x39;
const DOT = 0x2e;
/** Below every character of an identifier, so that `rc` comes before `rc.1`, and that before `rc-1`. */
const SEPARATOR = '\0';
/** Above every identifier: a release comes after its prereleases. */
const RELEASE = '~';
const SUFFIX = /^(?:-(?<prerelease>[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*))?(?:\+[\dA-Za-z.-]+)?$/;

/**
 * Reads `1.2.3-rc.1+build`. More lenient than the standard: a `v` may lead, minor and patch may be
 * missing (they are 0), numbers may have leading zeros. Scanned by hand, which takes a quarter of
 * the time of a regular expression.
 */
export function parseVersion(text: string): Version | undefined {
  if (text.length > LONGEST) return undefined;
  const start = text.startsWith('v') ? 1 : 0;
  const majorEnd = skipDigits(text, start);
  const minorEnd = skipPart(text, majorEnd);
  const patchEnd = skipPart(text, minorEnd);
  const precedence = patchEnd === text.length ? RELEASE : parseSuffix(text.slice(patchEnd));
  if (majorEnd === start || precedence === undefined) return undefined;
  const major = parseDigits(text, start, majorEnd);
  const minor = parseDigits(text, majorEnd + 1, minorEnd);
  const patch = parseDigits(text, minorEnd + 1, patchEnd);
  return isExact(major + minor + patch) ? { major, minor, patch, precedence } : undefined;
}

/** Negative, 0 or positive, as `left` comes before, with or after `right`. */
export function compareVersions(left: Version, right: Version): number {
  return (
    left.major - right.major ||
    left.minor - right.minor ||
    left.patch - right.patch ||
    compareTexts(left.precedence, right.precedence)
  );
}

function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** Larger numbers may differ as texts but not as doubles. */
function isExact(sum: number): boolean {
  return sum <= Number.MAX_SAFE_INTEGER;
}

function skipDigits(text: string, start: number): number {
  let end = start;
  while (end < text.length && isDigit(text.charCodeAt(end))) end += 1;
  return end;
}

/** Past a dot and its digits, or nowhere if they are not there. */
function skipPart(text: string, start: number): number {
  if (start === text.length || text.charCodeAt(start) !== DOT) return start;
  const end = skipDigits(text, start + 1);
  return end === start + 1 ? start : end;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

/** 0 where there is nothing. */
function parseDigits(text: string, start: number, end: number): number {
  let number = 0;
  for (let index = start; index < end; index += 1) {
    number = number * 10 + (text.charCodeAt(index) - ZERO);
  }
  return number;
}

/** The precedence of what follows the numbers, or `undefined` if that is no version. */
function parseSuffix(suffix: string): string | undefined {
  const groups = SUFFIX.exec(suffix)?.groups;
  if (groups === undefined) return undefined;
  return groups.prerelease?.split('.').map(sortable).join(SEPARATOR) ?? RELEASE;
}

/** Blank and zeros put numbers before words, and in the order of their values. */
function sortable(identifier: string): string {
  return /^\d+$/.test(identifier) ? ` ${identifier.padStart(LONGEST, '0')}` : identifier;
}
