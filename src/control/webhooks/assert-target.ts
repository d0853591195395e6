import type { Queryable } from '../../db/connect.ts';
import type { ControlContext } from '../context.ts';
import { listEnvironmentKeys } from '../environments/list-environment-keys.ts';
import { invalidInput, notFound } from '../errors.ts';
import { type AddressPolicy, findAddressProblem } from './judge-address.ts';

interface Target {
  readonly url?: string | undefined;
  readonly environment?: string | null | undefined;
}

const strictest: AddressPolicy = { hosts: [], allowsLoopback: false };

/** Throws unless a webhook may be sent there, and tell of that environment. */
export async function assertTarget(
  tx: Queryable,
  { webhooks }: Pick<ControlContext, 'webhooks'>,
  { url, environment }: Target,
): Promise<void> {
  const message =
    url === undefined ? undefined : findAddressProblem(url, webhooks?.addresses ?? strictest);
  if (message) throw invalidInput([{ path: 'url', message }]);
  if (environment && !(await listEnvironmentKeys(tx)).includes(environment)) {
    throw notFound(`environment "${environment}"`);
  }
}
