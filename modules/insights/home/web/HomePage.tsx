import { Button } from "@mantine/core";
import { IconPlugConnected } from "@tabler/icons-react";
import { sampleWords } from "#modules/connect/sample/web/sample.words.ts";
import { LoadSample, SampleNote, useSample } from "#modules/connect/sample/web/sample-company.tsx";
import { ChartKey, CompareChart } from "#ui/compare-chart.tsx";
import { rangeText } from "#ui/dates.ts";
import { Empty } from "#ui/empty.tsx";
import { Link } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { countText, currencySign } from "#ui/numbers.ts";
import { Page } from "#ui/page.tsx";
import { PeriodPicker, usePeriod } from "#ui/period-picker.tsx";
import { Section } from "#ui/section.tsx";
import { useCalendar } from "#ui/session.tsx";
import { useUrl } from "#ui/url-state.ts";
import { useWords } from "#ui/words.ts";
import { CurrencyPicker } from "./currency-picker.tsx";
import { type Home, useHome } from "./home.client.ts";
import styles from "./home.module.css";
import { homeWords } from "./home.words.ts";
import { HomeFigures } from "./home-figures.tsx";
import { Attention, Stores } from "./home-side.tsx";
import { TopProducts } from "./top-products.tsx";

export function HomePage() {
  const t = useWords(homeWords);
  const { from, to } = usePeriod();
  const [{ currency }] = useUrl();
  const home = useHome({ from, to, ...(currency === undefined ? {} : { currency }) });
  return (
    <Page
      of={home}
      title={t("home")}
      actions={(data) =>
        data.isEmpty ? null : (
          <>
            <CurrencyPicker of={data} />
            <PeriodPicker />
          </>
        )
      }
    >
      {(data) => (data.isEmpty ? <Start /> : <Numbers of={data} />)}
    </Page>
  );
}

function Start() {
  const t = useWords(homeWords);
  const s = useWords(sampleWords);
  const sample = useSample();
  // On its way, or just there and Home asks again: its own note says how far it is.
  if (sample.data !== undefined && sample.data.state !== "none") return <SampleNote />;
  return (
    <Empty
      icon={<IconPlugConnected size={28} stroke={1.4} />}
      title={t("emptyTitle")}
      actions={
        <>
          <Button component={Link} to="/connections/new">
            {t("connectStore")}
          </Button>
          <LoadSample />
        </>
      }
    >
      {t("emptyText", { what: s("what") })}
    </Empty>
  );
}

function Numbers({ of }: { of: Home }) {
  const t = useWords(homeWords);
  return (
    <>
      <div className={styles.sample}>
        <SampleNote />
      </div>
      <HomeFigures of={of} />
      <div className={styles.columns}>
        <div>
          <Section
            title={t(of.step === "day" ? "salesByDay" : "salesByMonth")}
            hint={currencySign(of.currency)}
            action={<Legend of={of} />}
          >
            <SalesChart of={of} />
            <OtherCurrencies of={of} />
          </Section>
          <TopProducts of={of} />
        </div>
        <div>
          <Attention of={of} />
          <Stores of={of} />
        </div>
      </div>
    </>
  );
}

function Legend({ of }: { of: Home }) {
  const calendar = useCalendar();
  return (
    <ChartKey
      now={rangeText(of.from, of.to, calendar)}
      before={rangeText(of.beforeFrom, of.beforeTo, calendar)}
    />
  );
}

function SalesChart({ of }: { of: Home }) {
  const t = useWords(homeWords);
  const calendar = useCalendar();
  return (
    <CompareChart
      label={t(of.step === "day" ? "salesByDay" : "salesByMonth")}
      step={of.step}
      currency={of.currency}
      names={{
        now: t("netSales"),
        before: rangeText(of.beforeFrom, of.beforeTo, calendar),
      }}
      points={of.points.map((point) => ({
        on: point.on,
        now: point.netMinor,
        before: point.beforeNetMinor,
        more: [[t("orders"), countText(point.ordersCount)]],
      }))}
    />
  );
}

/** What the figures leave out is named, each with the way to see it alone. */
function OtherCurrencies({ of }: { of: Home }) {
  const t = useWords(homeWords);
  const others = of.currencies.filter(({ currency }) => currency !== of.currency);
  if (others.length === 0) return null;
  return (
    <p className={styles.others}>
      {t("otherCurrencies")}
      {others.map(({ currency, totalMinor }) => (
        <Link
          key={currency}
          to={`/orders?currency=${currency}&placedFrom=${of.from}&placedTo=${of.to}&isSale=true`}
          className="k-link"
        >
          <Money minor={totalMinor} currency={currency} />
        </Link>
      ))}
    </p>
  );
}
