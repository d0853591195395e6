interface Request {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: object;
}

/** The control plane as one person or program asks it; throws whatever is refused. */
export type DemoPlane = (path: string, request?: Request) => Promise<Record<string, unknown>>;

/** `headers` say who asks. Whatever revision there is, is changed. */
export const demoPlane =
  (url: string, headers: Record<string, string>, signal: AbortSignal): DemoPlane =>
  async (path, { method = 'GET', body } = {}) => {
    const answer = await fetch(`${url}/admin${path}`, {
      method,
      headers: { ...headers, 'Content-Type': 'application/json', 'If-Match': '*' },
      body: body === undefined ? null : JSON.stringify(body),
      signal,
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} /admin${path} answers ${answer.status}: ${text}`);
    return text === '' ? {} : JSON.parse(text);
  };
