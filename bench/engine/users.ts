import type { Context } from '../../src/engine/context.ts';

export const COUNTRIES = 'at be bg ch cz de dk ee es fi fr gr hu ie it lt lu lv nl pl'.split(' ');
const ELSEWHERE = 'ar au br ca cl cn co eg id in jp ke kr ma mx my ng nz pe us'.split(' ');

export interface User extends Context {
  readonly user_id: string;
  readonly organisation_id: string;
  readonly country: string;
  readonly plan: string;
  readonly email: string;
  readonly version: string;
  readonly seats: number;
}

const places = [...COUNTRIES, ...ELSEWHERE];

/** A thousand users, parsed, as a request brings them; half of them are in one of the countries. */
export const users: readonly User[] = JSON.parse(
  JSON.stringify(
    Array.from({ length: 1_000 }, (_, index) => ({
      user_id: `user-${index}`,
      organisation_id: `organisation-${index % 50}`,
      country: places[(index * 7) % places.length],
      plan: index % 3 === 0 ? 'enterprise' : 'free',
      email: `user-${index}@example.com`,
      version: `2.${index % 20}.${index % 7}`,
      seats: index % 90,
    })),
  ),
);
