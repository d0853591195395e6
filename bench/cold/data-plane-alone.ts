import { createDataPlane } from '../../src/data-plane.ts';
import { type Env, parseEnv } from '../../src/env.ts';

/** What `src/worker.ts` evaluates at its start, without the control plane that lies beside it. */
let dataPlane: ReturnType<typeof createDataPlane> | undefined;

export default {
  fetch(request, env, ctx) {
    dataPlane ??= createDataPlane(parseEnv(env), { findInDatabase: async () => undefined });
    return dataPlane.fetch(request, ctx);
  },
} satisfies ExportedHandler<Env>;
