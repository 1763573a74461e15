import { Change } from "#ui/change.tsx";
import { Figures } from "#ui/figures.tsx";
import { Money } from "#ui/money.tsx";
import { changeOf, changeText, countText } from "#ui/numbers.ts";
import { writeUrl } from "#ui/url-state.ts";
import { common } from "#ui/words/common.words.ts";
import { useWords } from "#ui/words.ts";
import type { Home } from "./home.client.ts";
import { homeWords } from "./home.words.ts";

/** Six figures against the period before; each leads to exactly the rows it counts. */
export function HomeFigures({ of }: { of: Home }) {
  const t = useWords(homeWords);
  const { now, before } = of;
  const places = placesOf(of);
  const money = (minor: number) => <Money minor={minor} currency={of.currency} />;
  return (
    <Figures
      of={[
        {
          label: t("netSales"),
          value: money(now.netSalesMinor),
          foot: (
            <Versus now={now.netSalesMinor} before={before.netSalesMinor} currency={of.currency} />
          ),
          to: places.sales,
        },
        {
          label: t("orders"),
          value: countText(now.ordersCount),
          foot: <Versus now={now.ordersCount} before={before.ordersCount} />,
          to: places.sales,
        },
        {
          label: t("average"),
          value: now.ordersCount === 0 ? "–" : money(now.averageMinor),
          foot: (
            <Versus now={now.averageMinor} before={before.averageMinor} currency={of.currency} />
          ),
          to: places.sales,
        },
        {
          label: t("newCustomers"),
          value: countText(now.newCustomersCount),
          foot: <Versus now={now.newCustomersCount} before={before.newCustomersCount} />,
          to: places.newCustomers,
        },
        {
          label: t("returning"),
          value: countText(now.returningCustomersCount),
          foot: (
            <Versus now={now.returningCustomersCount} before={before.returningCustomersCount} />
          ),
          to: places.returning,
        },
        {
          label: t("refunds"),
          value: money(now.refundsMinor),
          foot: (
            <>
              <Change of={changeOf(now.refundsMinor, before.refundsMinor)} goodWhenUp={false} />
              {now.grossMinor > 0 && (
                <span>
                  {t("ofGross", {
                    percent: changeText(now.refundsMinor / now.grossMinor).replace("+", ""),
                  })}
                </span>
              )}
            </>
          ),
          to: places.refunds,
        },
      ]}
    />
  );
}

function Versus({ now, before, currency }: { now: number; before: number; currency?: string }) {
  const t = useWords(common);
  const text =
    currency === undefined ? (
      countText(before)
    ) : (
      <Money key="before" minor={before} currency={currency} bare />
    );
  return (
    <>
      <Change of={changeOf(now, before)} />
      <span>{t.rich("versus", { before: text })}</span>
    </>
  );
}

/** The filters whose rows add up to each figure; a test holds the sums. */
function placesOf({ from, to, currency }: Home) {
  const ordered = { orderedFrom: from, orderedTo: to, orderedCurrency: currency };
  return {
    sales: `/orders${writeUrl({ placedFrom: from, placedTo: to, currency, isSale: "true" })}`,
    refunds: `/orders${writeUrl({ refundedFrom: from, refundedTo: to, currency, isSale: "true" })}`,
    newCustomers: `/customers${writeUrl({ ...ordered, firstOrderFrom: from })}`,
    returning: `/customers${writeUrl({ ...ordered, firstOrderTo: dayBefore(from) })}`,
  };
}

const dayBefore = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
