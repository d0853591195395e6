import { useLocalStorage } from '@mantine/hooks';
import type { JsonObject } from '../../engine/json.ts';

/** A context that somebody wants to see again, under a name. */
export interface Sample {
  readonly name: string;
  readonly context: JsonObject;
}

const first: readonly Sample[] = [
  { name: 'Somebody', context: { user_id: '42', organisation_id: 'zebra', plan: 'free' } },
  { name: 'A customer in Sweden', context: { user_id: '7', country: 'SE', plan: 'pro' } },
  { name: 'Nobody', context: {} },
];

/** Kept in this browser alone. */
export function useSamples() {
  const [samples, setSamples] = useLocalStorage<readonly Sample[]>({
    key: 'burgee-samples',
    defaultValue: first,
    getInitialValueInEffect: false,
  });
  return {
    samples,
    keep: (sample: Sample) =>
      setSamples((was) => [...was.filter(({ name }) => name !== sample.name), sample]),
    forget: (name: string) => setSamples((was) => was.filter((each) => each.name !== name)),
  };
}
