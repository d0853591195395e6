import type { Problem } from '../contract/problem.ts';

/** What the engine calls differently from what people write. */
const renamed: readonly (readonly [engine: RegExp, authored: string])[] = [
  [/\brollout\.split\b/g, 'split'],
  [/\brollout\.millipercent\b/g, 'rollout_percentage'],
  [/\bmillipercent\b/g, 'percentage'],
];

/** The engine's words for a problem, with the path as people write it. */
export function authoredProblem(text: string): Problem {
  const end = text.indexOf(': ');
  if (end === -1) return { path: '', message: text };
  return { path: authoredPath(text.slice(0, end)), message: text.slice(end + 2) };
}

export const authoredPath = (path: string): string =>
  renamed
    .reduce((name, [engine, authored]) => name.replace(engine, authored), path)
    .replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
