import type { Problem } from '../../contract/errors/problem.ts';

/** What the engine calls differently from what people write, in the order in which it is renamed. */
const renamed: readonly (readonly [engine: RegExp, authored: string])[] = [
  [/^killed$/, 'is_killed'],
  [/^on$/, 'is_enabled'],
  [/\brollout\.split\b/, 'split'],
  [/\brollout\b(\.millipercent\b)?/, 'rollout_percentage'],
  [/\bmillipercent\b/, 'percentage'],
];

/** The engine's words for a problem, with the path as people write it. */
export function authoredProblem(text: string): Problem {
  const end = text.indexOf(': ');
  if (end === -1) return { path: '', message: text };
  return { path: authoredPath(text.slice(0, end)), message: text.slice(end + 2) };
}

/** The engine's path to a part of a definition, as people write it. */
export const authoredPath = (path: string): string =>
  renamed
    .reduce((name, [engine, authored]) => name.replace(engine, authored), path)
    .replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
