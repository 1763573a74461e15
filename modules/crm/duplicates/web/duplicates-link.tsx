import { Button } from "@mantine/core";
import { Link } from "#ui/link.tsx";
import { countText } from "#ui/numbers.ts";
import { useWords } from "#ui/words.ts";
import { useDuplicateCount } from "./duplicates.client.ts";
import { duplicateWords } from "./duplicates.words.ts";

/** From the list of customers to who may be there twice, where there is anybody. */
export function DuplicatesLink() {
  const t = useWords(duplicateWords);
  const count = useDuplicateCount("open").data?.count ?? 0;
  if (count === 0) return null;
  return (
    <Button variant="default" visibleFrom="sm" component={Link} to="/customers/duplicates">
      {t("title")} {countText(count)}
    </Button>
  );
}
