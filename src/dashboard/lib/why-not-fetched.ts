import { ApiError } from './api.ts';

/** Of what could not be fetched as the server has another version of all files by now. */
const olderCode = 'older_page';

/** Why a file of the dashboard could not be fetched, as far as one can find out. */
export async function whyNotFetched(error: unknown): Promise<ApiError> {
  try {
    const answer = await fetch('/dashboard/', { cache: 'no-store' });
    return isOlder(await answer.text()) ? older() : broken(error);
  } catch (reason) {
    return new ApiError(0, {
      code: 'unreachable',
      message: `The server is out of reach: ${reason}`,
    });
  }
}

export const isOlderPage = (error: unknown): boolean =>
  error instanceof ApiError && error.code === olderCode;

/** The name of the first script changes with anything that it can fetch. */
function isOlder(pageNow: string): boolean {
  const entry = document.querySelector('script[type=module][src]')?.getAttribute('src');
  return pageNow.includes('<script') && !pageNow.includes(`"${entry}"`);
}

const older = () =>
  new ApiError(0, {
    code: olderCode,
    message:
      'This page is older than the server. Save or copy what you have written here, then load it anew.',
  });

const broken = (error: unknown) =>
  new ApiError(0, { code: 'not_fetched', message: `A file did not arrive: ${error}` });
