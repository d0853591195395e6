import { Select } from '@mantine/core';
import type { Problem } from '../../../contract/errors/problem.ts';
import type { FlagWithStatesResource } from '../../../contract/flags/flag.ts';
import { VariantsEditor } from '../flag/definition/variants-editor.tsx';

type Kind = FlagWithStatesResource['kind'];
type Served = Partial<Pick<FlagWithStatesResource, 'variants' | 'off_variant'>>;

/** What a flag of a kind begins with. */
export const beginnings: Readonly<Record<Kind, Served>> = {
  boolean: {},
  string: beginning('first', ''),
  number: beginning(1, 0),
  json: beginning({}, null),
};

function beginning(first: string | number | object, off: string | number | null): Served {
  const variants = [
    { name: 'first', value: first as never },
    { name: 'off', value: off },
  ];
  return { variants, off_variant: 'off' };
}

interface NewVariantsProps {
  readonly kind: Kind;
  readonly served: Served;
  readonly problems: readonly Problem[];
  readonly onChange: (served: Served) => void;
}

/** What a new flag can serve; the first that is not its off variant is what everybody gets once it is on. */
export function NewVariants({ kind, served, problems, onChange }: NewVariantsProps) {
  const { variants = [], off_variant: off = null } = served;
  const places = variants.map(({ name }) => name);
  return (
    <>
      <VariantsEditor
        {...{ kind, variants, problems }}
        onChange={(next) => onChange({ variants: next, off_variant: followed({ served, next }) })}
        isReadOnly={false}
      />
      <Select
        label="Off variant"
        description="Served while it is off, as it is at first everywhere."
        data={[...new Set(places)]}
        value={off}
        onChange={(name) => name !== null && onChange({ variants, off_variant: name })}
        allowDeselect={false}
        error={problems.find(({ path }) => path === 'off_variant')?.message}
      />
    </>
  );
}

interface Followed {
  readonly served: Served;
  readonly next: FlagWithStatesResource['variants'];
}

/** The off variant stays the same row while it is renamed; without it, the last row is. */
function followed({ served: { variants = [], off_variant }, next }: Followed): string {
  if (next.some(({ name }) => name === off_variant)) return off_variant ?? '';
  const row = variants.findIndex(({ name }) => name === off_variant);
  return (next.length === variants.length ? next[row] : next.at(-1))?.name ?? '';
}
