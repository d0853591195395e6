import { ScrollArea, Skeleton, Stack, Tabs } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { lazyPart } from '../../components/lazy-part.tsx';
import { LeaveGuard } from '../../components/leave-guard.tsx';
import { useDraft } from '../../lib/use-draft.ts';
import { useMe } from '../session/use-me.ts';
import { DefinitionTab } from './definition/definition-tab.tsx';
import { definitionValues } from './definition/definition-values.ts';
import type { FlagDetail, FlagState } from './flag-query.ts';
import { type FlagTab, flagTabs } from './flag-search.ts';
import { HistoryTab } from './history/history-tab.tsx';
import { OverridesTab } from './overrides/overrides-tab.tsx';
import { ScheduleTab } from './schedule/schedule-tab.tsx';
import { StateBar } from './state-bar.tsx';
import { stateValues } from './targeting/state-values.ts';
import { TargetingTab } from './targeting/targeting-tab.tsx';

const waiting = <Skeleton height={320} />;
const UsageTab = lazyPart(async () => (await import('./usage/usage-tab.tsx')).UsageTab, waiting);
const CodeTab = lazyPart(async () => (await import('./code/code-tab.tsx')).CodeTab, waiting);

const route = getRouteApi('/inside/flags/$key');

interface FlagSectionsProps {
  readonly flag: FlagDetail;
  readonly state: FlagState;
}

const titles: Readonly<Record<FlagTab, string>> = {
  targeting: 'Targeting',
  overrides: 'Overrides',
  schedule: 'Schedule',
  usage: 'Usage',
  history: 'History',
  definition: 'Variants and settings',
  code: 'Code',
};

/** What is drafted outlives a look at another tab. */
export function FlagSections({ flag, state }: FlagSectionsProps) {
  const { tab = 'targeting' } = route.useSearch();
  const navigate = route.useNavigate();
  const draft = useDraft(stateValues(state));
  const definition = useDraft(definitionValues(flag));
  const isReadOnly = !useMe().may('editor') || flag.status === 'archived';
  const goTo = (change: { environment?: string; tab?: FlagTab }) =>
    void navigate({ search: (was) => ({ ...was, ...change }), replace: true });
  return (
    <Stack gap="md">
      <LeaveGuard by="environment" isChanged={draft.isChanged || definition.isChanged} />
      <StateBar
        {...{ flag, state, draft, isReadOnly }}
        onEnvironment={(environment) => goTo({ environment })}
        onHistory={() => goTo({ tab: 'history' })}
      />
      <Tabs value={tab} onChange={(next) => goTo({ tab: next as FlagTab })} keepMounted={false}>
        <ScrollArea type="never">
          <Tabs.List className="flag-tabs">
            {flagTabs.map((name) => (
              <Tabs.Tab key={name} value={name}>
                {titles[name]}
                {(name === 'targeting' && draft.isChanged) ||
                (name === 'definition' && definition.isChanged)
                  ? ' •'
                  : ''}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </ScrollArea>
        <Tabs.Panel value={tab} pt="md">
          {tab === 'targeting' && <TargetingTab {...{ flag, state, draft, isReadOnly }} />}
          {tab === 'overrides' && <OverridesTab {...{ flag, state, isReadOnly }} />}
          {tab === 'schedule' && (
            <ScheduleTab {...{ state, isReadOnly }} drafted={draft.changes as object} />
          )}
          {tab === 'usage' && <UsageTab {...{ flag, state }} />}
          {tab === 'history' && <HistoryTab {...{ flag, state, isReadOnly }} />}
          {tab === 'code' && <CodeTab {...{ flag, state }} />}
          {tab === 'definition' && (
            <DefinitionTab flag={flag} draft={definition} isReadOnly={isReadOnly} />
          )}
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
