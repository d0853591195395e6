import { Anchor, Button, Group } from '@mantine/core';
import { Link, useRouter } from '@tanstack/react-router';
import { ErrorAlert } from '../components/error-alert.tsx';
import { Page } from '../components/page.tsx';

/** A page that could not be shown, with ways on. */
export function PageFailure({ error }: { readonly error: unknown }) {
  const router = useRouter();
  return (
    <Page title="This page could not be loaded">
      <ErrorAlert error={error} title="What is known of it" />
      <Group>
        <Button onClick={() => void router.invalidate()}>Try again</Button>
        <Button variant="default" onClick={() => window.location.reload()}>
          Load the page anew
        </Button>
        <Anchor component={Link} to="/system">
          Health of the system
        </Anchor>
        <Anchor component={Link} to="/emergency">
          Emergency access
        </Anchor>
      </Group>
    </Page>
  );
}
