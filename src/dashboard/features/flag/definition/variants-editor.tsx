import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { Problem } from '../../../../contract/errors/problem.ts';
import type { FlagDetail } from '../flag-query.ts';
import { VariantValue } from './variant-value.tsx';

type Variants = FlagDetail['variants'];

interface VariantsEditorProps {
  readonly kind: FlagDetail['kind'];
  readonly variants: Variants;
  readonly onChange: (variants: Variants) => void;
  readonly problems: readonly Problem[];
  readonly isReadOnly: boolean;
}

const beginnings = { boolean: true, string: '', number: 0, json: {} } as const;

/** What it can serve, by name. */
export function VariantsEditor(props: VariantsEditorProps) {
  const { kind, variants, onChange, problems, isReadOnly } = props;
  const at = (path: string) =>
    problems.find((problem) => problem.path === path || problem.path.startsWith(`${path}.`))
      ?.message;
  const set = (place: number, change: Partial<Variants[number]>) =>
    onChange(variants.map((each, index) => (index === place ? { ...each, ...change } : each)));
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        Variants
      </Text>
      {variants.map((variant, place) => (
        <Group
          // biome-ignore lint/suspicious/noArrayIndexKey: its name is typed, and would take away the focus
          key={place}
          gap="xs"
          align="flex-start"
          wrap="nowrap"
        >
          <TextInput
            aria-label={`Name of variant ${place + 1}`}
            value={variant.name}
            onChange={(event) => set(place, { name: event.currentTarget.value })}
            error={at(`variants[${place}].name`)}
            disabled={isReadOnly}
            required
            w={{ base: 120, sm: 200 }}
          />
          <VariantValue
            kind={kind}
            label={`Value of ${variant.name}`}
            value={variant.value}
            onChange={(value) => set(place, { value })}
            error={at(`variants[${place}].value`) ?? at(`variants[${place}]`)}
            isReadOnly={isReadOnly}
          />
          {!isReadOnly && variants.length > 1 && (
            <ActionIcon
              variant="subtle"
              color="gray"
              mt={4}
              onClick={() => onChange(variants.filter((_, index) => index !== place))}
              aria-label={`Remove variant ${variant.name}`}
            >
              <IconX size={16} />
            </ActionIcon>
          )}
        </Group>
      ))}
      {!isReadOnly && (
        <Group>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} />}
            onClick={() => onChange([...variants, { name: '', value: beginnings[kind] }])}
          >
            Variant
          </Button>
        </Group>
      )}
    </Stack>
  );
}
