import { Accordion, Badge, Group, Stack, Text } from '@mantine/core';
import type { DifferenceReport, SchemaReport } from '../../../contract/health/schema-report.ts';
import { Section } from '../../components/section.tsx';
import { Difference } from './difference.tsx';

/** Where the database is not as the code expects, table by table, with what would put it right. */
export function DriftList({ report: { differences } }: { readonly report: SchemaReport }) {
  const damages = differences.filter(isDamage).length;
  const says =
    differences.length === 0
      ? 'Every object is as the code expects.'
      : `${damages} damaging, ${differences.length - damages} harmless.`;
  return (
    <Section title="Differences" says={says}>
      {differences.length > 0 && (
        <Accordion keepMounted={false} variant="separated" chevronPosition="left" order={3}>
          {[...Map.groupBy(differences, placeOf)].map(([place, all]) => (
            <Place key={place} place={place} differences={all} />
          ))}
        </Accordion>
      )}
    </Section>
  );
}

const isDamage = ({ weight }: DifferenceReport): boolean => weight === 'damage';

const placeOf = ({ table, type, name }: DifferenceReport): string =>
  table ?? (type === 'table' ? name : `${type} ${name}`);

interface PlaceProps {
  readonly place: string;
  readonly differences: readonly DifferenceReport[];
}

/** One table, or what lies in none. Of a table that is gone its parts are gone too: they are only named. */
function Place({ place, differences }: PlaceProps) {
  const gone = differences.find(({ type, kind }) => type === 'table' && kind === 'missing');
  const told = gone === undefined ? differences : [gone];
  const parts = differences.filter((each) => !told.includes(each));
  return (
    <Accordion.Item value={place}>
      <Accordion.Control>
        <Group gap={8}>
          <Badge variant="light" tt="none" color={differences.some(isDamage) ? 'red' : 'gray'}>
            {gone ? 'missing' : differences.length}
          </Badge>
          <Text size="sm" ff="monospace" className="wraps-anywhere">
            {place}
          </Text>
          {gone && parts.length > 0 && (
            <Text size="xs" c="dimmed">
              with {parts.length} parts of it
            </Text>
          )}
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack gap="md">
          {told.map((difference) => (
            <Difference key={`${difference.kind} ${difference.object}`} difference={difference} />
          ))}
          {parts.length > 0 && (
            <Text size="xs" c="dimmed" className="wraps-anywhere">
              {parts.map(({ object }) => object).join(', ')}
            </Text>
          )}
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}
