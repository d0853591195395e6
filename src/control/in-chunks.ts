/** Well below the 65 535 parameters that a statement of Postgres may have. */
const rowsPerStatement = 1_000;

/** Writes any number of rows, in as many statements as it takes, one after the other. */
export async function inChunks<Row>(
  rows: readonly Row[],
  write: (chunk: Row[]) => PromiseLike<unknown>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsPerStatement) {
    await write(rows.slice(from, from + rowsPerStatement));
  }
}
