import { lazyRouteComponent } from '@tanstack/react-router';
import { ApiError } from '../lib/api.ts';

/**
 * A page that is fetched when it is gone to. Where its file is not there any more, as after a deployment, the router
 * loads everything anew. While nothing answers at all, that would end in the browser's own page and lose what is open
 * here, so then it is told instead.
 */
export const lazyPage: typeof lazyRouteComponent = (importer, exportName) =>
  lazyRouteComponent(() => importer().catch(tellWhy), exportName);

async function tellWhy(error: unknown): Promise<never> {
  await fetch('/dashboard/', { method: 'HEAD', cache: 'no-store' }).catch((reason: unknown) => {
    throw new ApiError(0, {
      code: 'unreachable',
      message: `The server is out of reach: ${reason}`,
    });
  });
  throw error;
}
