import { Tabs } from "#ui/tabs.tsx";
import { useWords } from "#ui/words.ts";
import { booksWords } from "./books.words.ts";

const PLACES = [
  ["/books", "overview"],
  ["/books/periods", "periods"],
] as const;

/** The pages of the books that are no places of their own. */
export function BooksTabs({ here }: { here: (typeof PLACES)[number][0] }) {
  const t = useWords(booksWords);
  return (
    <Tabs
      label={t("books")}
      of={PLACES.map(([to, label]) => ({ to, label: t(label), isHere: to === here }))}
    />
  );
}
