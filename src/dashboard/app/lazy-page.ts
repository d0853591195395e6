import { lazyRouteComponent } from '@tanstack/react-router';
import { isOlderPage, whyNotFetched } from '../lib/why-not-fetched.ts';

/**
 * A page that is fetched when it is gone to. Where its file is not there any more, as after a deployment, the router
 * loads everything anew: whoever goes there has been asked before whether to leave what is not saved. Anything else is
 * told within the page, which can try again.
 */
export const lazyPage: typeof lazyRouteComponent = (importer, exportName) =>
  lazyRouteComponent(() => importer().catch(tellWhy), exportName);

async function tellWhy(error: unknown): Promise<never> {
  const why = await whyNotFetched(error);
  throw isOlderPage(why) ? error : why;
}
