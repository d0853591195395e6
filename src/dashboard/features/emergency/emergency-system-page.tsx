import { Page } from '../../components/page.tsx';
import { HealthContent } from '../system/health-content.tsx';

/** All that ADMIN_SECRET opens here: what is wrong, and the repair. */
export const EmergencySystemPage = () => (
  <Page title="Health" says="What flags are served from, and the database behind them.">
    <HealthContent mayRepair />
  </Page>
);
