/** What is wrong with a definition, and where: `rules[2].when.all[0].value: expected a version`. */
export class Flaw extends Error {
  override readonly name = 'Flaw';

  constructor(path: string, expected: string) {
    super(`${path}: expected ${expected}`);
  }
}
