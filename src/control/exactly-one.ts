/** The one row that a statement by primary key returns. Throws when the caller's lock did not hold. */
export function exactlyOne<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined || rows.length > 1) {
    throw new Error(`expected one row, got ${rows.length}`);
  }
  return row;
}
