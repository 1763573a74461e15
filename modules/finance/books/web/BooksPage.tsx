import { dateText } from "#ui/dates.ts";
import { Facts } from "#ui/facts.tsx";
import { Page } from "#ui/page.tsx";
import { useCalendar } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import { useBooks } from "./books.client.ts";
import { booksWords } from "./books.words.ts";
import { BooksTabs } from "./books-tabs.tsx";
import { SwitchOn } from "./switch-on.tsx";

/** Where the books begin: switched off, how to switch them on; on, what they are. */
export function BooksPage() {
  const t = useWords(booksWords);
  const books = useBooks();
  const calendar = useCalendar();
  return (
    <Page
      of={books}
      title={t("books")}
      tabs={books.data?.since ? <BooksTabs here="/books" /> : undefined}
    >
      {(data) =>
        data.since === null ? (
          <SwitchOn of={data} />
        ) : (
          <Facts
            rows={[
              [t("startsOn"), dateText(data.since.startsOn, calendar)],
              [t("chart"), t(`chart.${data.since.chart}`)],
            ]}
          />
        )
      }
    </Page>
  );
}
