import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import type { SubjectResource } from '../../../contract/flags/subject.ts';
import { Section } from '../../components/section.tsx';
import { OverrideTable } from '../overrides/override-table.tsx';
import { useMe } from '../session/use-me.ts';
import { AddOverrideDialog } from './add-override-dialog.tsx';

/** What they are given whatever the rules say, with when it ends. */
export function SubjectOverrides({ found }: { readonly found: SubjectResource }) {
  const [isAdding, adding] = useDisclosure();
  const mayChange = useMe().may('editor');
  const all = [...found.overrides, ...found.expired];
  return (
    <Section
      title="Overrides"
      says={`${found.overrides.length} in force, ${found.expired.length} expired.`}
      actions={
        mayChange && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={adding.open}
          >
            Add an override
          </Button>
        )
      }
    >
      {all.length > 0 && (
        <OverrideTable overrides={all} by="flag" subject={found.subject} isReadOnly={!mayChange} />
      )}
      {isAdding && <AddOverrideDialog found={found} onClose={adding.close} />}
    </Section>
  );
}
