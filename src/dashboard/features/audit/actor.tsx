import { useQuery } from '@tanstack/react-query';
import { keyNameQuery } from './key-name-query.ts';
import { keyOfActor, showActor } from './show-actor.ts';

/** Who did something, by a name that people know. */
export function Actor({ id }: { readonly id: string }) {
  const key = keyOfActor(id);
  const { data } = useQuery({ ...keyNameQuery(key ?? ''), enabled: key !== undefined });
  return showActor(id, data ?? undefined);
}
