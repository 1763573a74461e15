import { Button } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { Menu } from "#ui/menu.tsx";
import { useCompany } from "#ui/session.tsx";
import { useUrl } from "#ui/url-state.ts";
import { useWords } from "#ui/words.ts";
import type { Home } from "./home.client.ts";
import { homeWords } from "./home.words.ts";

/** Which currency the figures count. Only where there is more than one. */
export function CurrencyPicker({ of }: { of: Home }) {
  const t = useWords(homeWords);
  const { currency: home } = useCompany();
  const [, change] = useUrl();
  const all = [...new Set([home, of.currency, ...of.currencies.map(({ currency }) => currency)])];
  if (all.length < 2) return null;
  return (
    <Menu
      label={t("currency")}
      width={140}
      items={all.map((currency) => ({
        label: currency,
        chosen: currency === of.currency,
        onClick: () => change({ currency: currency === home ? null : currency }, { push: true }),
      }))}
      button={(opener) => (
        <Button
          {...opener}
          variant="default"
          aria-label={`${t("currency")}: ${of.currency}`}
          rightSection={<IconChevronDown size={15} stroke={1.8} aria-hidden="true" />}
        >
          {of.currency}
        </Button>
      )}
    />
  );
}
