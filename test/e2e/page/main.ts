import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature, ProviderEvents } from '@openfeature/web-sdk';
import type { Told } from './application.ts';

const told: Told[] = [];
for (const event of Object.values(ProviderEvents)) {
  OpenFeature.addHandler(event, (details) => {
    const changed = details?.flagsChanged;
    told.push({ event, flags: Array.isArray(changed) ? changed : [], at: Date.now() });
  });
}
const client = OpenFeature.getClient();

globalThis.application = {
  told,
  start: ({ baseUrl, key, context }) => {
    const provider = new OFREPWebProvider({ baseUrl, headers: [['X-API-Key', key]] });
    return OpenFeature.setProviderAndWait(provider, context);
  },
  setContext: (context) => OpenFeature.setContext(context),
  status: () => client.providerStatus,
  boolean: (flag) => client.getBooleanDetails(flag, false),
  string: (flag) => client.getStringDetails(flag, 'from the code'),
  number: (flag) => client.getNumberDetails(flag, -1),
  object: (flag) => client.getObjectDetails(flag, { columns: 3 }),
};
