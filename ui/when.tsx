import { exactText, momentText, momentTextFull, timeText } from "./dates.ts";
import { useCalendar } from "./session.tsx";

type Props = {
  at: string;
  /** `moment`: "Today, 14:06", "3 Nov" · `full`: always with the time · `time`: "14:06" · `seconds`: "14:06:41". */
  as?: "moment" | "full" | "time" | "seconds";
};

/** A moment in the company's zone; the exact one shows on hover. */
export function When({ at, as = "moment" }: Props) {
  const calendar = useCalendar();
  const text = {
    moment: () => momentText(at, calendar),
    full: () => momentTextFull(at, calendar),
    time: () => timeText(at, calendar.zone),
    seconds: () => timeText(at, calendar.zone, true),
  }[as]();
  return (
    <time dateTime={at} title={exactText(at, calendar)}>
      {text}
    </time>
  );
}
