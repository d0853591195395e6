import type { User } from './users.ts';

/** A flag that somebody wrote down, over attributes that are known to be there. */
export type ByHand = (user: User) => Answer;

/** The kinds of flags in `flags.ts`, each made for a key. */
export type FlagsByHand = Readonly<
  Record<'static' | 'rollout' | 'rule' | 'targeted', (key: string) => ByHand>
>;

export interface Answer {
  readonly value: boolean;
  readonly variant: string;
  readonly reason: string;
}

export function answer(value: boolean, reason: string): Answer {
  return { value, variant: value ? 'on' : 'off', reason };
}

/** MurmurHash3 of ASCII a word at a time, the salt's whole words beforehand. */
export function rollout(salt: string, share: number): (unit: string) => boolean {
  const prefix = `${salt}:`;
  const whole = prefix.length - (prefix.length % 4);
  const start = mixWords(0, prefix.slice(0, whole));
  const rest = prefix.slice(whole);
  return (unit) => {
    const text = rest + unit;
    const hash = mixWords(start, text) ^ scramble(tail(text)) ^ (whole + text.length);
    return finish(hash) < share * 2 ** 32;
  };
}

function mixWords(start: number, text: string): number {
  let hash = start;
  for (let index = 0; index + 4 <= text.length; index += 4) {
    const low = text.charCodeAt(index) | (text.charCodeAt(index + 1) << 8);
    const high = text.charCodeAt(index + 2) | (text.charCodeAt(index + 3) << 8);
    const mixed = hash ^ scramble(low | (high << 16));
    hash = (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
  }
  return hash;
}

function tail(text: string): number {
  let block = 0;
  for (let index = text.length - (text.length % 4), shift = 0; index < text.length; index += 1) {
    block |= text.charCodeAt(index) << shift;
    shift += 8;
  }
  return block;
}

function scramble(block: number): number {
  const product = Math.imul(block, 0xcc9e2d51);
  return Math.imul((product << 15) | (product >>> 17), 0x1b873593);
}

function finish(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** The order of a version of three numbers to another: negative, zero or positive. */
export function compare(version: string, major: number, minor: number, patch: number): number {
  const first = version.indexOf('.');
  const second = version.indexOf('.', first + 1);
  return (
    digits(version, 0, first) - major ||
    digits(version, first + 1, second) - minor ||
    digits(version, second + 1, version.length) - patch
  );
}

function digits(text: string, start: number, end: number): number {
  let number = 0;
  for (let index = start; index < end; index += 1) {
    number = number * 10 + text.charCodeAt(index) - 48;
  }
  return number;
}
