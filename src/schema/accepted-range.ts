import type { Manifest } from './manifest.ts';

/** From the last migration that makes something, as code needs all that is made, to the last of all. */
export function acceptedRange({ migrations, objects }: Pick<Manifest, 'migrations' | 'objects'>) {
  const makers = new Set(objects.map(({ migration }) => migration));
  const last = migrations.at(-1);
  const needed = migrations.findLast(({ tag, movesData }) => movesData || makers.has(tag)) ?? last;
  if (last === undefined || needed === undefined) throw new Error('there is no migration');
  return { min: needed.tag, max: last.tag };
}
