import { Page } from "#ui/page.tsx";
import { useWords } from "#ui/words.ts";
import { useBooks } from "./books.client.ts";
import { booksWords } from "./books.words.ts";
import { BooksTabs } from "./books-tabs.tsx";
import { Overview } from "./overview.tsx";
import { SwitchOn } from "./switch-on.tsx";

/** Where the books begin: switched off, how to switch them on; on, what they come to. */
export function BooksPage() {
  const t = useWords(booksWords);
  const books = useBooks();
  return (
    <Page
      of={books}
      title={t("books")}
      tabs={books.data?.since ? <BooksTabs here="/books" /> : undefined}
    >
      {(data) => (data.since === null ? <SwitchOn of={data} /> : <Overview since={data.since} />)}
    </Page>
  );
}
