import { useSettingsPages } from "#modules/accounts/accounts/web/settings-pages.ts";
import { Form, Wide } from "#ui/form/form.tsx";
import { NumberField } from "#ui/form/money-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextAreaField } from "#ui/form/text-area-field.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { Section } from "#ui/section.tsx";
import { SettingsPageFrame } from "#ui/settings.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import {
  type Letterhead,
  letterheadsApi,
  refreshLetterhead,
  useLetterhead,
} from "./letterheads.client.ts";
import { letterheadWords } from "./letterheads.words.ts";

/** Who the company is on its papers. */
export function LetterheadPage() {
  const t = useWords(letterheadWords);
  const head = useLetterhead();
  return (
    <SettingsPageFrame of={head} title={t("settings")} pages={useSettingsPages()}>
      {(data) => (
        <Section title={t("letterhead")}>
          <p className="k-caption">{t("text")}</p>
          <Fields of={data} />
        </Section>
      )}
    </SettingsPageFrame>
  );
}

type Draft = Omit<Letterhead, "version" | "blocked" | "termsDays"> & { termsDays: number | null };

function Fields({ of }: { of: Letterhead }) {
  const t = useWords(letterheadWords);
  const { version: seen, blocked, ...start } = of;
  const form = useForm({
    start: start as Draft,
    version: seen,
    check: ({ termsDays }: Draft) => ({ termsDays: termsDays === null ? "field.required" : null }),
    send: ({ termsDays, ...draft }: Draft, version) =>
      letterheadsApi.change({ ...draft, termsDays: termsDays ?? 0, version }),
    onKept: () => {
      toast(t("saved"));
      void refreshLetterhead();
    },
  });
  const isDisabled = blocked.change !== null;
  return (
    <Form of={form} columns={2}>
      <Wide>
        <TextField of={form} name="legalName" label={t("legalName")} isDisabled={isDisabled} />
      </Wide>
      <TextField
        of={form}
        name="registration"
        label={t("registration")}
        help={t("registrationHelp")}
        optional
        isDisabled={isDisabled}
      />
      <TextField
        of={form}
        name="taxNumber"
        label={t("taxNumber")}
        help={t("taxNumberHelp")}
        optional
        isDisabled={isDisabled}
      />
      {(["street", "street2", "postcode", "city", "state", "phone"] as const).map((name) => (
        <TextField
          key={name}
          of={form}
          name={name}
          label={t(name)}
          optional
          isDisabled={isDisabled}
        />
      ))}
      <TextField
        of={form}
        name="email"
        type="email"
        label={t("email")}
        optional
        isDisabled={isDisabled}
      />
      {(["bankName", "bankAccount", "bankBic"] as const).map((name) => (
        <TextField
          key={name}
          of={form}
          name={name}
          label={t(name)}
          optional
          isDisabled={isDisabled}
        />
      ))}
      <NumberField of={form} name="termsDays" label={t("termsDays")} isDisabled={isDisabled} />
      <Wide>
        <TextAreaField
          of={form}
          name="footer"
          label={t("footer")}
          optional
          isDisabled={isDisabled}
        />
      </Wide>
      {!isDisabled && <SendButton of={form}>{t("save")}</SendButton>}
    </Form>
  );
}
