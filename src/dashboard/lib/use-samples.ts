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
    deserialize: readSamples,
  });
  return {
    samples,
    keep: (sample: Sample) =>
      setSamples((was) => [...was.filter(({ name }) => name !== sample.name), sample]),
    forget: (name: string) => setSamples((was) => was.filter((each) => each.name !== name)),
  };
}

/** What is no sample is dropped: anything may stand there by now. */
function readSamples(text: string | undefined): readonly Sample[] {
  try {
    const read: unknown = JSON.parse(text ?? '');
    return Array.isArray(read) ? read.filter(isSample) : first;
  } catch {
    return first;
  }
}

const isSample = (value: unknown): value is Sample => {
  const { name, context } = Object(value);
  return typeof name === 'string' && context?.constructor === Object;
};
