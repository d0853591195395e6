import { Page } from '../../components/page.tsx';
import { useMe } from '../session/use-me.ts';
import { EdgeSection } from './edge-section.tsx';
import { HealthContent } from './health-content.tsx';

export function SystemPage() {
  const mayRepair = useMe().may('admin');
  return (
    <Page title="Health" says="What flags are served from, and the database behind them.">
      <HealthContent mayRepair={mayRepair}>
        <EdgeSection />
      </HealthContent>
    </Page>
  );
}
