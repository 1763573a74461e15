// biome-ignore-all lint/a11y/noNoninteractiveTabindex: the arrow keys walk the chart.
import { useElementSize } from "@mantine/hooks";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from "react";
import type { Day } from "#kernel/day.ts";
import { digitsOf } from "#kernel/money.ts";
import { shortText, ticksOf } from "./chart-scale.ts";
import styles from "./compare-chart.module.css";
import { dateText, monthText, weekdayText } from "./dates.ts";
import { Hidden } from "./hidden.tsx";
import { moneyText } from "./numbers.ts";
import { useCalendar } from "./session.tsx";
import { useWords, words } from "./words.ts";

const chartWords = words("chart", {
  en: { hint: "{{label}}. Use the arrow keys to read each point." },
  ms: { hint: "{{label}}. Guna kekunci anak panah untuk membaca setiap titik." },
});

export type ChartPoint = {
  on: Day;
  now: number;
  before: number;
  /** More lines of the tip: `[["Orders", "66"]]`. */
  more?: readonly (readonly [string, ReactNode])[];
};

type Props = {
  points: readonly ChartPoint[];
  /** A point a day, or a month. */
  step: "day" | "month";
  /** Values are minor units of it. */
  currency: string;
  /** "Net sales a day", for a screen reader. */
  label: string;
  /** Names of the line and of what it is compared with. */
  names: { now: string; before: string };
  height?: number;
};

const TOP = 8;
const BOTTOM = 26;
const RIGHT = 44;

/** One series against its comparison. Arrow keys walk the points; a table says the same to a screen reader. */
export function CompareChart(props: Props) {
  const { points, label, height = 240 } = props;
  const t = useWords(chartWords);
  const { ref, width } = useElementSize();
  const [at, setAt] = useState<number | null>(null);
  const plot = plotOf(props, width, height);
  const last = points.length - 1;
  const near = (event: PointerEvent<SVGSVGElement>) => {
    const from = event.currentTarget.getBoundingClientRect().left;
    const index = Math.round(((event.clientX - from) / plot.w) * last);
    setAt(Math.max(0, Math.min(last, index)));
  };
  const walk = (event: KeyboardEvent) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (event.key === "Escape") setAt(null);
    if (by === 0) return;
    event.preventDefault();
    setAt((now) => Math.max(0, Math.min(last, now === null ? (by > 0 ? 0 : last) : now + by)));
  };
  return (
    <div className={styles.chart} ref={ref}>
      <svg
        width={width}
        height={height}
        role="img"
        tabIndex={0}
        aria-label={t("hint", { label })}
        onPointerMove={near}
        onPointerLeave={() => setAt(null)}
        onKeyDown={walk}
        onBlur={() => setAt(null)}
      >
        <Axes {...props} plot={plot} />
        <Lines {...props} plot={plot} at={at} />
      </svg>
      <div role="status">{at !== null && <Tip {...props} plot={plot} at={at} />}</div>
      <SameAsTable {...props} />
    </div>
  );
}

/** Where a point of the data is on the paper. */
function plotOf({ points, currency }: Props, width: number, height: number) {
  const unit = 10 ** digitsOf(currency);
  const ticks = ticksOf(points.flatMap(({ now, before }) => [now / unit, before / unit]));
  const low = ticks[0] ?? 0;
  const high = ticks.at(-1) ?? 1;
  const w = Math.max(width - RIGHT, 10);
  const h = height - TOP - BOTTOM;
  const last = points.length - 1;
  return {
    ticks,
    width,
    height,
    w,
    h,
    x: (index: number) => (last <= 0 ? w / 2 : (w * index) / last),
    y: (value: number) => TOP + h - (h * (value - low)) / (high - low),
    yOf: (minor: number) => TOP + h - (h * (minor / unit - low)) / (high - low),
  };
}

type Drawn = Props & { plot: ReturnType<typeof plotOf> };

function useNames(step: Props["step"]): (day: Day) => string {
  const calendar = useCalendar();
  return (day) => (step === "month" ? monthText(day, calendar.language) : dateText(day, calendar));
}

function Axes({ points, step, plot }: Drawn) {
  const { ticks, width, height, w, x, y } = plot;
  const nameOf = useNames(step);
  const last = points.length - 1;
  const every = everyOf(points.length, w, step);
  const isNamed = (index: number) =>
    (last - index) % every === 0 && (x(index) > 18 || index === last);
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          <line className={styles.grid} x1={0} x2={w} y1={y(tick)} y2={y(tick)} />
          <text className={styles.axis} x={width} y={y(tick) + 4} textAnchor="end">
            {shortText(tick)}
          </text>
        </g>
      ))}
      {points.map(
        ({ on }, index) =>
          isNamed(index) && (
            <text
              key={on}
              className={styles.axis}
              x={x(index)}
              y={height - 6}
              textAnchor={index === last && last > 0 ? "end" : "middle"}
            >
              {nameOf(on)}
            </text>
          ),
      )}
    </>
  );
}

function Lines({ points, plot, at }: Drawn & { at: number | null }) {
  const { h, x, y, yOf } = plot;
  const path = (key: "now" | "before") =>
    points
      .map((p, i) => `${i === 0 ? "M" : "L"}${x(i).toFixed(1)} ${yOf(p[key]).toFixed(1)}`)
      .join("");
  const shown = at === null ? undefined : points[at];
  if (points.length === 0) return null;
  return (
    <>
      <path
        className={styles.area}
        d={`${path("now")}L${x(points.length - 1)} ${y(0)}L${x(0)} ${y(0)}Z`}
      />
      <path className={styles.before} d={path("before")} />
      <path className={styles.now} d={path("now")} />
      {at !== null && shown !== undefined && (
        <>
          <line className={styles.cross} x1={x(at)} x2={x(at)} y1={TOP} y2={TOP + h} />
          <circle className={styles.dotBefore} cx={x(at)} cy={yOf(shown.before)} r={3} />
          <circle className={styles.dotNow} cx={x(at)} cy={yOf(shown.now)} r={4} />
        </>
      )}
    </>
  );
}

const TIP_PX = 230;

function Tip({ points, step, currency, names, plot, at }: Drawn & { at: number }) {
  const { language } = useCalendar();
  const nameOf = useNames(step);
  const shown = points[at];
  if (shown === undefined) return null;
  const left = plot.x(at);
  const side = left + TIP_PX > plot.width ? { right: plot.width - left + 12 } : { left: left + 12 };
  return (
    <div className={styles.tip} style={side}>
      <b>{step === "month" ? nameOf(shown.on) : weekdayText(shown.on, language)}</b>
      <div>
        <i data-series="now" />
        {names.now}
        <span>{moneyText(shown.now, currency)}</span>
      </div>
      <div>
        <i data-series="before" />
        {names.before}
        <span>{moneyText(shown.before, currency)}</span>
      </div>
      {shown.more?.map(([name, value]) => (
        <div key={name}>
          <i />
          {name}
          <span>{value}</span>
        </div>
      ))}
    </div>
  );
}

function SameAsTable({ points, step, currency, label, names }: Props) {
  const nameOf = useNames(step);
  return (
    <Hidden>
      <table>
        <caption>{label}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{names.now}</th>
            <th scope="col">{names.before}</th>
          </tr>
        </thead>
        <tbody>
          {points.map(({ on, now, before }) => (
            <tr key={on}>
              <th scope="row">{nameOf(on)}</th>
              <td>{moneyText(now, currency)}</td>
              <td>{moneyText(before, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Hidden>
  );
}

/** What the lines are, beside the title: `<ChartKey now="24 Oct – 22 Nov" before="24 Sep – 23 Oct"/>`. */
export const ChartKey = ({ now, before }: { now: string; before: string }) => (
  <span className={styles.key}>
    <span>
      <i data-series="now" />
      {now}
    </span>
    <span>
      <i data-series="before" />
      {before}
    </span>
  </span>
);

/** Every how many points one is named, so that names do not touch; the last always is. */
function everyOf(count: number, width: number, step: "day" | "month"): number {
  const fits = Math.max(2, Math.floor(width / (step === "month" ? 76 : 66)));
  const every = Math.ceil(count / fits);
  return [1, 2, 4, 7, 14, 21, 28].find((nice) => nice >= every) ?? every;
}
