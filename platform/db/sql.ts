/** What came as data can have any shape, but never this key: only what the tag made is text of a statement. */
const MADE_HERE = Symbol("sql");

/** SQL with its values kept apart from its text. Fragments nest; a value can only ever be a parameter. */
export type Sql = {
  readonly [MADE_HERE]: true;
  readonly text: readonly string[];
  readonly values: readonly unknown[];
  /** Planned anew with its values each time: for lists whose best plan depends on what is asked. */
  readonly isPlannedEachTime?: boolean;
};

export function sql(text: TemplateStringsArray, ...parts: readonly unknown[]): Sql {
  const texts: string[] = [text[0] ?? ""];
  const values: unknown[] = [];
  parts.forEach((part, i) => {
    const after = text[i + 1] ?? "";
    if (isSql(part)) {
      texts[texts.length - 1] += part.text[0] ?? "";
      texts.push(...part.text.slice(1));
      values.push(...part.values);
      texts[texts.length - 1] += after;
    } else {
      values.push(part);
      texts.push(after);
    }
  });
  return { [MADE_HERE]: true, text: texts, values };
}

export const empty: Sql = sql``;

/** The fragment where the condition holds: undefined, null, false and "" do not. Zero does. */
export const when = (condition: unknown, fragment: Sql): Sql =>
  condition === undefined || condition === null || condition === false || condition === ""
    ? empty
    : fragment;

export const join = (fragments: readonly Sql[], between: Sql): Sql =>
  fragments.reduce((done, next, i) => (i === 0 ? next : sql`${done}${between}${next}`), empty);

export const plannedEachTime = (statement: Sql): Sql => ({ ...statement, isPlannedEachTime: true });

/** A jsonb value: pg would take an array for a PostgreSQL array. */
export const json = (value: unknown): string => JSON.stringify(value);

/** The text for a LIKE pattern that means itself. */
export const likeText = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

export function toQuery(statement: Sql): { text: string; values: unknown[] } {
  const text = statement.text.reduce(
    (done, next, i) => (i === 0 ? next : `${done}$${i}${next}`),
    "",
  );
  return { text, values: [...statement.values] };
}

function isSql(part: unknown): part is Sql {
  return typeof part === "object" && part !== null && MADE_HERE in part;
}
