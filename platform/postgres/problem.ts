/** The database did not come up, in words for the person who started it. */
export class PostgresProblem extends Error {
  override readonly name = "PostgresProblem";
}
