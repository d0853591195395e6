/** How large a JSON document from outside may be. Lengths count UTF-16 code units. */
export interface JsonLimits {
  readonly depth: number;
  readonly keys: number;
  readonly arrayLength: number;
  readonly stringLength: number;
}

export const contextLimits: JsonLimits = {
  depth: 16,
  keys: 512,
  arrayLength: 256,
  stringLength: 4_096,
};

export const adminLimits: JsonLimits = {
  depth: 64,
  keys: 100_000,
  arrayLength: 10_000,
  stringLength: 65_536,
};

/** Of one environment: what an isolate can evaluate in one request. */
export const maxFlags = 2_000;
export const maxRules = 40_000;

export const adminBodyBytes = 1_048_576;

/** The limit that is exceeded, in words. Iterative: no document is too deep to be refused. */
export function findExcess(document: unknown, limits: JsonLimits): string | undefined {
  const open: { value: unknown; depth: number }[] = [{ value: document, depth: 1 }];
  let keys = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    if (typeof value === 'string' && value.length > limits.stringLength) {
      return `a text is longer than ${limits.stringLength} characters`;
    }
    if (typeof value !== 'object' || value === null) continue;
    if (depth > limits.depth) return `it is nested deeper than ${limits.depth} levels`;
    if (Array.isArray(value) && value.length > limits.arrayLength) {
      return `a list has more than ${limits.arrayLength} entries`;
    }
    const children = Object.values(value);
    if (!Array.isArray(value)) keys += children.length;
    if (keys > limits.keys) return `it has more than ${limits.keys} properties`;
    for (const child of children) open.push({ value: child, depth: depth + 1 });
  }
  return undefined;
}
