/** What is wrong with a definition, and where: `rules[2].when.all[0].value: expected a version`. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError';

  constructor(path: string, expected: string) {
    super(`${path}: expected ${expected}`);
  }
}
