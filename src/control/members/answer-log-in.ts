import { classifyFailure } from '../../db/classify-failure.ts';
import { authorise } from '../authorise.ts';
import type { VerbCall } from '../context.ts';
import { mutate } from '../mutate.ts';
import { createAuth } from './create-auth.ts';
import type { LogInSettings } from './log-in-settings.ts';

interface Input {
  readonly request: Request;
  readonly settings: LogInSettings;
}

/**
 * Has better-auth answer, in one transaction with the audit log. What it refuses is committed all the
 * same, as a challenge counts once. What it makes of a database that fails, by turns nobody's session
 * and an error of its own, is thrown as the failure it was.
 */
export async function answerLogIn({ ctx, input }: VerbCall<Input>): Promise<Response> {
  authorise(ctx, 'visitor');
  const { request, settings } = input;
  const origin = new URL(request.url).origin;
  return mutate(ctx, async ({ tx, audit }) => {
    let failure: Error | undefined;
    const onError = (error: Error) => {
      if (classifyFailure(error) !== undefined) failure ??= error;
    };
    const auth = createAuth({ tx, audit, settings, origin, onError });
    const response = await auth.handler(request);
    if (failure) throw failure;
    return response;
  });
}
