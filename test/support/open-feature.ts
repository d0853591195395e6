import { OFREPProvider } from '@openfeature/ofrep-provider';
import { OpenFeature } from '@openfeature/server-sdk';

/** An application's client of the OpenFeature SDK, asking a Burgee over OFREP. */
export async function openFeatureClient(baseUrl: string, key: string) {
  const provider = new OFREPProvider({ baseUrl, headers: [['Authorization', `Bearer ${key}`]] });
  await OpenFeature.setProviderAndWait(key, provider);
  return OpenFeature.getClient(key);
}
