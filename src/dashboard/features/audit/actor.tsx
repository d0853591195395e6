import { useQuery } from '@tanstack/react-query';
import { keyOfActor, showActor } from '../../lib/show-actor.ts';
import { keyNameQuery } from './key-name-query.ts';

/** Who did something, by a name that people know. */
export function Actor({ id }: { readonly id: string }) {
  const key = keyOfActor(id);
  const { data } = useQuery({ ...keyNameQuery(key ?? ''), enabled: key !== undefined });
  return showActor(id, data ?? undefined);
}
