import type { DevFile } from '../../dev/stack/dev-file.ts';

interface AdminOptions {
  readonly body?: object;
  readonly ifMatch?: string;
}

export type Admin = ReturnType<typeof adminOf>;

/** The control plane as an operator asks it, with an admin key. */
export const adminOf =
  ({ url, admin_token }: Pick<DevFile, 'url' | 'admin_token'>) =>
  async (method: string, path: string, { body, ifMatch }: AdminOptions = {}) => {
    const response = await fetch(`${url}/admin${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${admin_token}`,
        'Content-Type': 'application/json',
        ...(ifMatch === undefined ? {} : { 'If-Match': ifMatch }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const published = response.headers.get('x-flags-published');
    return { status: response.status, published, body: text === '' ? {} : JSON.parse(text) };
  };
