import { Nothing } from "./nothing.tsx";
import { Page } from "./page.tsx";
import { common } from "./words/common.words.ts";
import { useWords } from "./words.ts";

/** The page of an address that leads nowhere. */
export function NothingHere() {
  const t = useWords(common);
  return (
    <Page title={t("notFoundTitle")}>
      <Nothing />
    </Page>
  );
}
