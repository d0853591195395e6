/** How large a JSON document from outside may be. Lengths count UTF-16 code units. */
export interface JsonLimits {
  readonly depth: number;
  readonly keys: number;
  readonly arrayLength: number;
  readonly stringLength: number;
  /** Whether Postgres has to be able to keep every text. */
  readonly storable: boolean;
}

export const contextLimits: JsonLimits = {
  depth: 16,
  keys: 512,
  arrayLength: 256,
  stringLength: 4_096,
  storable: false,
};

export const adminLimits: JsonLimits = {
  depth: 64,
  keys: 100_000,
  arrayLength: 10_000,
  stringLength: 65_536,
  storable: true,
};

/** Of one environment: what an isolate can evaluate in one request. */
export const maxFlags = 2_000;
export const maxRules = 40_000;
/**
 * Patterns that differ, or that different attributes are matched against: each may take milliseconds.
 */
export const maxPatterns = 100;
/** Of all flags, with those that they reach through references, and the shares of their splits. */
export const maxQuestions = 200_000;
export const maxOverrides = 50_000;
/**
 * Of an environment's snapshot as JSON: half of what Workers KV takes. Once read and prepared it fills
 * half of an isolate's memory, and the previous one is held until then.
 */
export const maxSnapshotBytes = 12_000_000;

/**
 * A whole environment in one document: as large as one may become. A value or condition lies deeper in it, by the
 * list of flags, the flag and its state, than in the request that made it.
 */
export const importLimits: JsonLimits = {
  ...adminLimits,
  depth: adminLimits.depth + 3,
  keys: 1_000_000,
  arrayLength: 50_000,
};

/**
 * A document is read whole, so an isolate of 128 MB has to hold it as text, as objects and as rows,
 * beside everything else. Measured: twice as much does not fit.
 */
export const importBodyBytes = 4 * 1_048_576;
/** Schedules that wait for their next step, or for a person. */
export const maxOpenSchedules = 1_000;
/** Of one schedule: each is tried out when it is written. */
export const maxScheduledSteps = 20;

/** That is counted by itself: as long as the subject of an override. */
export const maxOrganisationCharacters = 512;

export const adminBodyBytes = 1_048_576;
/** Of overrides in bulk. */
export const bulkBodyBytes = 8_388_608;
export const maxBulkRows = 10_000;
export const evaluationBodyBytes = 65_536;
/** What Cloudflare lets through. */
export const maxUrlCharacters = 16_384;

/** An object or list that is still to be looked into, and how deep it lies. */
interface Open {
  readonly container: object;
  readonly depth: number;
}

/** Why a document is refused, in words. Iterative: none is too deep to be refused. */
export function findExcess(document: unknown, limits: JsonLimits): string | undefined {
  if (!isContainer(document)) return findScalarProblem(document, limits);
  const open: Open[] = [{ container: document, depth: 1 }];
  let keys = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const { container, depth } = next;
    if (depth > limits.depth) return `it is nested deeper than ${limits.depth} levels`;
    const names = Array.isArray(container) ? [] : Object.keys(container);
    keys += names.length;
    if (keys > limits.keys) return `it has more than ${limits.keys} properties`;
    const problem = findListProblem(container, limits) ?? findNameProblem(names, limits);
    if (problem) return problem;
    for (const child of Array.isArray(container) ? container : Object.values(container)) {
      if (isContainer(child)) open.push({ container: child, depth: depth + 1 });
      else {
        const problem = findScalarProblem(child, limits);
        if (problem) return problem;
      }
    }
  }
  return undefined;
}

const isContainer = (value: unknown): value is object =>
  typeof value === 'object' && value !== null;

function findListProblem(container: object, { arrayLength }: JsonLimits): string | undefined {
  const isTooLong = Array.isArray(container) && container.length > arrayLength;
  return isTooLong ? `a list has more than ${arrayLength} entries` : undefined;
}

function findNameProblem(names: readonly string[], limits: JsonLimits): string | undefined {
  for (const name of names) {
    if (limits.storable && name === '__proto__') return 'a property is called __proto__';
    const problem = findScalarProblem(name, limits);
    if (problem) return problem;
  }
  return undefined;
}

function findScalarProblem(value: unknown, limits: JsonLimits): string | undefined {
  // JSON.parse reads 1e999 as Infinity, which is no JSON value.
  if (typeof value === 'number' && !Number.isFinite(value)) return 'a number is too large';
  if (typeof value !== 'string') return undefined;
  if (value.length > limits.stringLength) {
    return `a text is longer than ${limits.stringLength} characters`;
  }
  if (limits.storable && (!value.isWellFormed() || value.includes('\0'))) {
    return 'a text holds a character that cannot be stored: NUL, or half of a surrogate pair';
  }
  return undefined;
}
