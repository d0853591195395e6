import { type ErrorCode, errorCodes } from '../../contract/errors/error-codes.ts';
import { errorResource } from '../../contract/errors/error-resource.ts';
import { type DescribedOperation, describeOperation } from './described-operation.ts';
import { JsonSchemas } from './json-schemas.ts';
import { sections } from './sections.ts';
import { typeText } from './type-text.ts';

/** Everything that is said of the API, in words; made into a page, and into docs/api.md. */
export interface Reference {
  readonly sections: readonly {
    readonly title: string;
    readonly says: string;
    readonly operations: readonly DescribedOperation[];
  }[];
  readonly types: readonly { readonly name: string; readonly text: string }[];
  readonly errors: readonly {
    readonly code: ErrorCode;
    readonly status: number;
    readonly says: string;
  }[];
}

export const preface = [
  'JSON in snake_case. Set BURGEE to the address of the Worker and TOKEN to an admin key (bga_…), and paste the lines. ADMIN_SECRET makes the first key: POST /admin/keys.',
  'FLAG_KEY is a client or server key, ID the id of what was made or listed. A log-in, POST /admin/auth/sign-in/email, writes the file cookies for the lines that need a member.',
  'An answer with a revision has it as ETag. Whoever changes what exists sends it as If-Match: 428 without, 412 when somebody else was first, * for whatever is there.',
  'A property that is not named here is refused (422). A list has next_cursor while there is more: send it as cursor.',
];

/** Every section, type and error in words. Pure, so the page and docs/api.md are always the same. */
export function describeApi(): Reference {
  const schemas = new JsonSchemas();
  const described = sections.map(({ title, says, operations }) => ({
    title,
    says,
    operations: operations.map((operation) => describeOperation(operation, schemas)),
  }));
  schemas.output(errorResource);
  return {
    sections: described,
    types: [...schemas.named]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, schema]) => ({ name, text: typeText(schema) })),
    errors: Object.entries(errorCodes).map(([code, rest]) => ({
      code: code as ErrorCode,
      ...rest,
    })),
  };
}
