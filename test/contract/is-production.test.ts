import { expect, it } from 'vitest';
import { isProduction } from '../../src/contract/environments/is-production.ts';

it.each(['production', 'prod', 'prod-eu', 'eu-production', 'prod2', 'shop-live', 'live'])(
  'takes %s for production',
  (environment) => expect(isProduction(environment)).toBe(true),
);

it.each(['development', 'staging', 'delivery', 'reproduction', 'product-tests', 'alive'])(
  'takes %s for something else',
  (environment) => expect(isProduction(environment)).toBe(false),
);
