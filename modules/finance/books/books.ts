import { refused } from "#kernel/errors.ts";
import type { Db } from "#platform/db/db.ts";
import { type BooksRow, selectBooks } from "./books.sql.ts";

export type { BooksRow };

/** The company's books, or null where none are kept. */
export const booksOf = (db: Db): Promise<BooksRow | null> => selectBooks(db);

export async function requireBooks(db: Db): Promise<BooksRow> {
  const books = await selectBooks(db);
  if (books === null) throw refused("finance.books.off");
  return books;
}
