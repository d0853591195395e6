import type { Need, Operation } from './operation.ts';

/** What stands for a parameter of an address. */
export const samplePath: Readonly<Record<string, string>> = {
  key: 'checkout.express',
  flag: 'checkout.express',
  environment: 'development',
  scope: 'organisation',
  subject: 'zebra',
  id: '$ID',
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

/** A line to paste, once BURGEE and TOKEN are set. */
export function curlSample({ route, needs, sample, sampleQuery, ifMatch }: Operation): string {
  const [method = '', path = ''] = route.split(' ');
  const place = path.replaceAll(/:(\w+)/g, (_, name: string) => samplePath[name] ?? name);
  const query = sampleQuery ? `?${sampleQuery}` : '';
  const isUsual = method === (sample ? 'POST' : 'GET');
  const headers = [
    isUsual ? '' : ` -X ${method}`,
    credentials[needs],
    ifMatch ? ` -H 'If-Match: *'` : '',
    sample ? ` -H 'Content-Type: application/json' -d '${JSON.stringify(sample)}'` : '',
  ];
  return `curl "$BURGEE${place}${query}"${headers.join('')}`;
}
