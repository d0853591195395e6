/** What a browser is given by a log-in, as its cookies. */
export type LogIn = readonly {
  readonly name: string;
  readonly value: string;
  readonly url: string;
}[];

interface Person {
  readonly email: string;
  readonly password: string;
  /** What the browser says that it is. */
  readonly agent?: string;
}

/** As the page of the log-in asks, without the page. */
export async function logIn(url: string, { agent, ...person }: Person): Promise<LogIn> {
  const answer = await fetch(`${url}/admin/auth/sign-in/email`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Origin: url,
      ...(agent && { 'User-Agent': agent }),
    },
    body: JSON.stringify(person),
  });
  if (!answer.ok) {
    const text = await answer.text();
    throw new Error(`the log-in of ${person.email} answers ${answer.status}: ${text}`);
  }
  return answer.headers.getSetCookie().map((line) => {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
  });
}
