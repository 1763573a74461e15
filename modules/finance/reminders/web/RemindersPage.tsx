import { useSettingsPages } from "#modules/accounts/accounts/web/settings-pages.ts";
import { dateText } from "#ui/dates.ts";
import { CheckField } from "#ui/form/check-field.tsx";
import { ChoicesField } from "#ui/form/choices-field.tsx";
import { Form } from "#ui/form/form.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { Section } from "#ui/section.tsx";
import { useCalendar } from "#ui/session.tsx";
import { SettingsPageFrame } from "#ui/settings.tsx";
import { toast } from "#ui/toasts.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import { DAYS_MAX } from "../reminders.contract.ts";
import {
  type ReminderPolicy,
  refreshReminderPolicy,
  remindersApi,
  useReminderPolicy,
} from "./reminders.client.ts";
import { reminderWords } from "./reminders.words.ts";

const OFFERED = [-14, -7, -3, -1, 0, 1, 3, 7, 14, 21, 30, 45, 60];

/** When customers are reminded by itself. */
export function RemindersPage() {
  const t = useWords(reminderWords);
  return (
    <SettingsPageFrame of={useReminderPolicy()} title={t("settings")} pages={useSettingsPages()}>
      {(data) => (
        <Section title={t("title")} text={t("text")}>
          <Fields of={data} />
        </Section>
      )}
    </SettingsPageFrame>
  );
}

type Draft = { isActive: boolean; days: string[]; language: "en" | "ms" };

function Fields({ of }: { of: ReminderPolicy }) {
  const t = useWords(reminderWords);
  const reason = useReason();
  const calendar = useCalendar();
  const form = useForm({
    start: { isActive: of.isActive, days: of.days.map(String), language: of.language } as Draft,
    version: of.version,
    check: ({ days }: Draft) => ({ days: days.length === 0 ? "finance.reminder.no_days" : null }),
    send: ({ isActive, days, language }: Draft, version) =>
      remindersApi.change({ isActive, language, version, days: days.map(Number) }),
    onKept: () => {
      toast(t("saved"));
      refreshReminderPolicy();
    },
  });
  const said = (day: number) =>
    day === 0 ? t("onDay") : t(day < 0 ? "before" : "after", { count: Math.abs(day) });
  const offered = [...new Set([...OFFERED, ...of.days])].sort((one, other) => one - other);
  const isDisabled = of.blocked.change !== null;
  return (
    <Form of={form}>
      {isDisabled && <p className="k-caption">{reason(of.blocked.change)}</p>}
      <CheckField of={form} name="isActive" label={t("isActive")} isDisabled={isDisabled} />
      <ChoicesField
        of={form}
        name="days"
        label={t("days")}
        max={DAYS_MAX}
        options={offered.map((day) => ({ value: String(day), label: said(day) }))}
        isDisabled={isDisabled}
      />
      <SelectField
        of={form}
        name="language"
        label={t("language")}
        options={(["en", "ms"] as const).map((value) => ({ value, label: t(`language.${value}`) }))}
        isDisabled={isDisabled}
      />
      {of.isActive && of.since !== null && (
        <p className="k-caption">{t("since", { day: dateText(of.since, calendar) })}</p>
      )}
      {!isDisabled && <SendButton of={form}>{t("save")}</SendButton>}
    </Form>
  );
}
