import { Button } from "@mantine/core";
import { IconCalendar, IconChevronDown } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { Choices } from "./choices.tsx";
import { rangeText } from "./dates.ts";
import { DayRange } from "./day-range.tsx";
import { PERIODS, type Period, type PeriodName, periodOf, urlOf } from "./period.ts";
import { Popup } from "./popup.tsx";
import { useCalendar, useToday } from "./session.tsx";
import { useUrl } from "./url-state.ts";
import { useWords, words } from "./words.ts";

const periodWords = words("period", {
  en: {
    today: "Today",
    "7": "Last 7 days",
    "30": "Last 30 days",
    "90": "Last 90 days",
    "this-month": "This month",
    "last-month": "Last month",
    "this-year": "This year",
    period: "Period: {{name}}",
  },
  ms: {
    today: "Hari ini",
    "7": "7 hari lepas",
    "30": "30 hari lepas",
    "90": "90 hari lepas",
    "this-month": "Bulan ini",
    "last-month": "Bulan lepas",
    "this-year": "Tahun ini",
    period: "Tempoh: {{name}}",
  },
});

/** The period the address asks for; the last 30 days when it asks for none. */
export function usePeriod(): Period {
  const [url] = useUrl();
  return periodOf(url, useToday());
}

/** Which days a page is about; held in the address, read with `usePeriod()`. */
export function PeriodPicker() {
  const t = useWords(periodWords);
  const calendar = useCalendar();
  const period = usePeriod();
  const [, change] = useUrl();
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const close = () => setOpen(false);
  const name =
    period.name === "custom" ? rangeText(period.from, period.to, calendar) : t(period.name);
  return (
    <>
      <Button
        ref={anchor}
        variant="default"
        aria-label={t("period", { name })}
        aria-expanded={isOpen}
        leftSection={<IconCalendar size={16} stroke={1.6} aria-hidden="true" />}
        rightSection={<IconChevronDown size={15} stroke={1.8} aria-hidden="true" />}
        onClick={() => setOpen(!isOpen)}
      >
        {name}
      </Button>
      {isOpen && (
        <Popup label={t("period", { name })} anchor={anchor} align="end" onClose={close}>
          <Choices
            options={PERIODS.map((value) => ({ value, label: t(value) }))}
            chosen={period.name}
            onPick={(picked) => {
              close();
              change(urlOf(picked as PeriodName), { push: true });
            }}
          />
          <DayRange
            from={period.from}
            to={period.to}
            onApply={({ from, to }) => {
              close();
              change({ period: null, from, to: to ?? calendar.today }, { push: true });
            }}
          />
        </Popup>
      )}
    </>
  );
}
