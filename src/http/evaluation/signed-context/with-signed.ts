import type { Context } from '../../../engine/context.ts';

/**
 * A context as the caller sent it, with what a backend has signed: that wins as a whole, so what is nested
 * in a signed attribute cannot be sent beside it under its path either. Attributes that nobody has signed stay.
 */
export function withSigned(context: Context, signed: Context | undefined): Context {
  if (signed === undefined) return context;
  const own = Object.entries(context).filter(([name]) => !isWithin(name, signed));
  return { ...Object.fromEntries(own), ...signed };
}

/** A query cannot nest, so `company.plan` stands for the property of an object; see `bindAttribute`. */
function isWithin(path: string, signed: Context): boolean {
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    if (Object.hasOwn(signed, path.slice(0, dot))) return true;
  }
  return false;
}
