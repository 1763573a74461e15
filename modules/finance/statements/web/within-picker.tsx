import { Select } from "@mantine/core";
import { useUrl } from "#ui/url-state.ts";
import { useWords } from "#ui/words.ts";
import { useDimensions, type Within } from "./statements.client.ts";
import { statementWords } from "./statements.words.ts";

/** Which channel or store alone is looked at; held in the address. */
export function useWithin(): Within {
  const [url] = useUrl();
  const { channel, store } = url;
  return {
    ...(channel !== undefined && { channel }),
    ...(store !== undefined && { store }),
  };
}

/** Nothing where there is nothing to choose. */
export function WithinPicker() {
  const t = useWords(statementWords);
  const [url, change] = useUrl();
  const { data } = useDimensions();
  const { channels = [], stores = [] } = data ?? {};
  if (channels.length + stores.length === 0) return null;
  const chosen =
    url["channel"] !== undefined
      ? `channel:${url["channel"]}`
      : url["store"] !== undefined
        ? `store:${url["store"]}`
        : "all";
  const pick = (value: string | null) => {
    const [kind, ...rest] = (value ?? "all").split(":");
    const picked = rest.join(":");
    change(
      { channel: kind === "channel" ? picked : null, store: kind === "store" ? picked : null },
      { push: true },
    );
  };
  return (
    <Select
      aria-label={t("within")}
      w={180}
      allowDeselect={false}
      data={[
        { value: "all", label: t("within.all") },
        ...(channels.length === 0
          ? []
          : [
              {
                group: t("within.channels"),
                items: channels.map((name) => ({ value: `channel:${name}`, label: name })),
              },
            ]),
        ...(stores.length === 0
          ? []
          : [
              {
                group: t("within.stores"),
                items: stores.map(({ id, name }) => ({ value: `store:${id}`, label: name })),
              },
            ]),
      ]}
      value={chosen}
      onChange={pick}
    />
  );
}
