import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Page } from '../components/page.tsx';

export const NotFound = () => (
  <Page title="There is no such page" says="The address may be mistyped, or of something deleted.">
    <Anchor component={Link} to="/flags">
      To the flags
    </Anchor>
  </Page>
);
