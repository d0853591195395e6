import { validator } from 'hono/validator';

/**
 * Gives the query the type a verb takes; the verb itself parses it. Nothing is refused here: what comes
 * twice is a list, which no verb takes.
 */
export const queryOf = <Input extends object>() =>
  validator('query', (value: unknown): Input => value as Input);
