import { describeFailure, type Service } from './service.ts';

/** Seeds environments and critical flags and publishes every environment's snapshot. */
export async function warm(service: Service, adminSecret: string) {
  const request = { method: 'POST', path: '/admin/warm', token: adminSecret } as const;
  const answer = await service.ask(request);
  if (answer.status !== 200) throw new Error(describeFailure(request, answer));
}

/** A new key is accepted as soon as the isolate has loaded the snapshot that holds it. */
export async function awaitFirstAnswer(service: Service, serverKey: string) {
  const request = { path: '/features', token: serverKey };
  await service.awaitOk(request, { milliseconds: 20_000 });
}
