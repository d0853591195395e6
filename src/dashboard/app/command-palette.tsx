import { Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { IconFlag, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { allFlagsQuery } from '../features/flags/flags-query.ts';
import { places } from './places.ts';

/** Every page and every flag, by `Ctrl K`. */
export function CommandPalette() {
  const router = useRouter();
  const { data: flags = [] } = useQuery(allFlagsQuery);
  const go = (to: string) => () => void router.navigate({ to } as never);
  const actions: SpotlightActionData[] = [
    ...places.flat().map(({ to, label, says, elsewhere, key, icon: Icon }) => ({
      id: to,
      label,
      description: says,
      keywords: [...elsewhere],
      leftSection: <Icon size={20} stroke={1.6} />,
      rightSection: <kbd className="go-key">g {key}</kbd>,
      onClick: go(to),
    })),
    ...flags.map(({ key, name }) => ({
      id: `flag ${key}`,
      label: key,
      ...(name !== key && { description: name }),
      leftSection: <IconFlag size={20} stroke={1.6} />,
      onClick: go(`/flags/${key}`),
    })),
  ];
  return (
    <Spotlight
      actions={actions}
      shortcut={['mod + K']}
      limit={12}
      highlightQuery
      nothingFound="Nothing is called so."
      searchProps={{ leftSection: <IconSearch size={18} />, placeholder: 'A page, or a flag' }}
    />
  );
}
