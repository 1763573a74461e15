import { Select } from "@mantine/core";
import { useUrl } from "#ui/url-state.ts";
import { useWords } from "#ui/words.ts";
import type { Comparing } from "./statements.client.ts";
import { statementWords } from "./statements.words.ts";

const CHOICES = ["none", "before", "year"] as const;

/** With which other time a statement is compared; held in the address. */
export function useComparing(): Comparing {
  const [url] = useUrl();
  return CHOICES.find((one) => one === url["compare"]) ?? "before";
}

export function ComparePicker() {
  const t = useWords(statementWords);
  const [, change] = useUrl();
  const compare = useComparing();
  return (
    <Select
      aria-label={t("compare")}
      w={180}
      allowDeselect={false}
      data={CHOICES.map((value) => ({ value, label: t(`compare.${value}`) }))}
      value={compare}
      onChange={(value) => change({ compare: value === "before" ? null : value }, { push: true })}
    />
  );
}
