import type { Minor } from "#kernel/money.ts";
import { dateText } from "#ui/dates.ts";
import { Money } from "#ui/money.tsx";
import { countText } from "#ui/numbers.ts";
import { useCalendar, useCompany } from "#ui/session.tsx";
import { Tag } from "#ui/tag.tsx";
import { When } from "#ui/when.tsx";
import { common } from "#ui/words/common.words.ts";
import { useLanguage, useWords } from "#ui/words.ts";
import { OwnValue } from "../../fields/web/own-value.tsx";
import { TagChips } from "../../tags/web/tag-chips.tsx";
import type { FieldShown } from "./types.client.ts";

type Props = { field: FieldShown; value: unknown; currency?: string | null; members: Names };
export type Names = ReadonlyMap<string, string>;

/** A value of any field, as a cell shows it. */
export function ValueCell({ field, value, currency, members }: Props) {
  const language = useLanguage();
  const calendar = useCalendar();
  const company = useCompany();
  const t = useWords(common);
  if (value === null || value === undefined || value === "") return null;
  const said = (word: string) =>
    field.choices.find((choice) => choice.value === word)?.label[language] ?? word;
  if (field.isCustom) return <OwnValue of={field} value={value} bare />;
  switch (field.kind) {
    case "money":
      return <Money minor={Number(value) as Minor} currency={currency ?? company.currency} />;
    case "number":
      return countText(Number(value));
    case "moment":
      return <When at={String(value)} />;
    case "date":
      return dateText(String(value), calendar);
    case "yes_no":
      return t(value === true ? "yes" : "no");
    case "choice":
      return said(String(value));
    case "tags":
      return <TagChips of={value as string[]} most={3} />;
    case "choices":
      return (value as string[]).slice(0, 3).map((word) => <Tag key={word}>{said(word)}</Tag>);
    case "member":
      return members.get(String(value)) ?? "";
    case "reference":
      return "";
    default:
      return String(value);
  }
}
