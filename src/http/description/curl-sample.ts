import type { Need, Operation } from './operation.ts';

/** What stands for a parameter of an address. */
export const samplePath: Readonly<Record<string, string>> = {
  key: 'checkout.express',
  flag: 'checkout.express',
  environment: 'development',
  scope: 'organisation',
  subject: 'zebra',
  id: '$ID',
  delivery: '$DELIVERY',
};

const credentials: Readonly<Record<Need, string>> = {
  viewer: ' -H "Authorization: Bearer $TOKEN"',
  editor: ' -H "Authorization: Bearer $TOKEN"',
  admin: ' -H "Authorization: Bearer $TOKEN"',
  secret: ' -H "Authorization: Bearer $ADMIN_SECRET"',
  key: ' -H "Authorization: Bearer $FLAG_KEY"',
  member: ' -b cookies -H "Origin: $BURGEE"',
  anybody: '',
};

const cookieFlags = { kept: ' -c cookies', sent: credentials.member } as const;

/** A line to paste, once BURGEE and TOKEN are set. */
export function curlSample(operation: Operation): string {
  const { route, needs, cookies, sample, sampleNames, sampleQuery, ifMatch } = operation;
  const names = { ...samplePath, ...sampleNames };
  const [method = '', path = ''] = route.split(' ');
  const place = path.replaceAll(/:(\w+)/g, (_, name: string) => names[name] ?? name);
  const query = sampleQuery ? `?${sampleQuery}` : '';
  const isUsual = method === (sample ? 'POST' : 'GET');
  const headers = [
    isUsual ? '' : ` -X ${method}`,
    credentials[needs],
    cookies ? cookieFlags[cookies] : '',
    ifMatch ? ` -H 'If-Match: *'` : '',
    sample ? ` -H 'Content-Type: application/json' -d '${JSON.stringify(sample)}'` : '',
  ];
  return `curl "$BURGEE${place}${query}"${headers.join('')}`;
}
