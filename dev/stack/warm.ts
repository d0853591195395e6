import { describeFailure, type Service, type ServiceAnswer } from './service.ts';
import { StartError } from './start-error.ts';

export interface WarmRequest {
  readonly service: Service;
  readonly adminSecret: string;
  /** For a database whose tables are not those of its migrations. */
  readonly wayOut: string;
}

/**
 * Seeds environments and critical flags and publishes every environment's snapshot: whatever was
 * published before, as the database may be another than last time.
 */
export async function warm({ service, adminSecret, wayOut }: WarmRequest) {
  const request = { method: 'POST', path: '/admin/warm?force=true', token: adminSecret } as const;
  const answer = await service.ask(request);
  if (isDamaged(answer)) {
    throw new StartError(
      'the database lacks a table or column although no migration is pending: something else changed it',
      wayOut,
    );
  }
  if (answer.status !== 200) throw new Error(describeFailure(request, answer));
}

function isDamaged({ body }: ServiceAnswer): boolean {
  return Object(Object(body).error).code === 'schema_damaged';
}

/** A new key is accepted as soon as the isolate has loaded the snapshot that holds it. */
export async function awaitFirstAnswer(service: Service, serverKey: string) {
  const request = { path: '/features', token: serverKey };
  await service.awaitOk(request, { milliseconds: 20_000 });
}
