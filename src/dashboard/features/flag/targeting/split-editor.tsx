import {
  ActionIcon,
  Button,
  ColorSwatch,
  Group,
  NumberInput,
  Select,
  Stack,
  Text,
} from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { fromMillipercent, toMillipercent } from '../../../../contract/fields/percentage.ts';
import type { FlagDetail } from '../flag-query.ts';
import { variantColor } from '../variant-color.ts';
import { equalShares, withAnother } from './equal-shares.ts';

interface Share {
  readonly variant: string;
  readonly weight: number;
}

interface SplitEditorProps {
  readonly flag: FlagDetail;
  readonly split: readonly Share[];
  readonly onChange: (split: Share[]) => void;
  readonly isReadOnly: boolean;
  /** Of what it is the split, for those who cannot see where it stands. */
  readonly label: string;
}

const full = 100_000;

/** Which variants are served, and to which part: one for all, or shares that sum to 100 %. */
export function SplitEditor({ flag, split, onChange, isReadOnly, label }: SplitEditorProps) {
  const unused = flag.variants.find(({ name }) => !split.some(({ variant }) => variant === name));
  const sum = split.reduce((total, { weight }) => total + weight, 0);
  const set = (place: number, change: Partial<Share>) =>
    onChange(split.map((share, index) => (index === place ? { ...share, ...change } : share)));

  return (
    <Stack gap={6}>
      {split.map((share, place) => (
        <ShareRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a share is known by its place alone
          key={place}
          {...{ flag, share, isReadOnly }}
          label={split.length > 1 ? `${label}, share ${place + 1}` : label}
          isAlone={split.length === 1}
          onChange={(change) => set(place, change)}
          onRemove={() => onChange(withoutShare(split, place))}
        />
      ))}
      {sum !== full && (
        <Text size="sm" c="red" role="alert">
          The shares sum to {fromMillipercent(sum)} %, not 100 %.
        </Text>
      )}
      {!isReadOnly && (
        <Group gap="xs">
          {unused && (
            <Button
              size="compact-xs"
              variant="subtle"
              leftSection={<IconPlus size={14} />}
              onClick={() => onChange(withAnother(split, unused.name))}
            >
              {split.length === 1 ? 'Split between variants' : 'Another variant'}
            </Button>
          )}
          {split.length > 1 && (
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              onClick={() => onChange(equalShares(split.map((each) => each.variant)))}
            >
              Equal shares
            </Button>
          )}
        </Group>
      )}
    </Stack>
  );
}

interface ShareRowProps extends Pick<SplitEditorProps, 'flag' | 'isReadOnly' | 'label'> {
  readonly share: Share;
  readonly isAlone: boolean;
  readonly onChange: (change: Partial<Share>) => void;
  readonly onRemove: () => void;
}

const ShareRow = ({
  flag,
  share,
  isAlone,
  isReadOnly,
  label,
  onChange,
  onRemove,
}: ShareRowProps) => (
  <Group gap="xs" wrap="nowrap">
    <Select
      aria-label={`${label}: variant`}
      data={flag.variants.map(({ name }) => name)}
      value={share.variant}
      onChange={(variant) => variant !== null && onChange({ variant })}
      allowDeselect={false}
      disabled={isReadOnly}
      leftSection={<ColorSwatch size={12} color={swatch(flag, share.variant)} />}
      size="sm"
      flex="0 1 200px"
      miw={0}
    />
    {!isAlone && (
      <NumberInput
        aria-label={`${label}: weight`}
        value={fromMillipercent(share.weight)}
        onChange={(value) => onChange({ weight: toMillipercent(Number(value)) })}
        min={0}
        max={100}
        decimalScale={3}
        suffix=" %"
        disabled={isReadOnly}
        size="sm"
        flex="0 0 110px"
      />
    )}
    {!isAlone && !isReadOnly && (
      <ActionIcon variant="subtle" color="gray" onClick={onRemove} aria-label={`${label}: remove`}>
        <IconX size={16} />
      </ActionIcon>
    )}
  </Group>
);

const swatch = (flag: FlagDetail, variant: string): string =>
  `var(--mantine-color-${variantColor(flag, variant).replace('.', '-')})`;

/** What was its part goes to the first of the others. */
function withoutShare(split: readonly Share[], place: number): Share[] {
  const rest = split.filter((_, index) => index !== place);
  const others = rest.slice(1).reduce((sum, { weight }) => sum + weight, 0);
  return rest.map((share, index) =>
    index === 0 ? { ...share, weight: Math.max(0, full - others) } : share,
  );
}
