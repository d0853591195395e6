import { isObject } from './read-answer.ts';
import type { Attribute, Context } from './settings.ts';

/** The context with one attribute set, at any depth. */
export function withAttribute(context: Context, { path, value }: Attribute): Context {
  const [name = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...context, [name]: value };
  const inner = context[name];
  const nested = withAttribute(isObject(inner) ? inner : {}, { path: rest.join('.'), value });
  return { ...context, [name]: nested };
}
