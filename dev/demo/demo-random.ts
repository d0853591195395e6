/** Numbers from 0 to below 1 that are the same in every run. */
export type DemoRandom = () => number;

/** Mulberry32, by Tommy Ettinger: 32 bits of state are enough for data to look at. */
export function demoRandom(seed: string): DemoRandom {
  let state = [...seed].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const pick = <Each>(random: DemoRandom, all: readonly Each[]): Each =>
  all[Math.floor(random() * all.length)] as Each;
