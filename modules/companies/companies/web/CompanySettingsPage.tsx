import { useQuery } from "@tanstack/react-query";
import { useSettingsPages } from "#modules/accounts/accounts/web/settings-pages.ts";
import { client, type Received } from "#ui/api.ts";
import { CountryField } from "#ui/form/country-field.tsx";
import { CurrencyField } from "#ui/form/currency-field.tsx";
import { Form } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { PhoneField, TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { ZoneField } from "#ui/form/zone-field.tsx";
import { Note } from "#ui/note.tsx";
import { cache, refresh } from "#ui/query.ts";
import { Section } from "#ui/section.tsx";
import { useCompany, useMay } from "#ui/session.tsx";
import { SettingsPageFrame } from "#ui/settings.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { EndSection } from "../../endings/web/end-section.tsx";
import { companies } from "../companies.contract.ts";
import { companyWords } from "./companies.words.ts";

const api = client(companies);
type Company = Received<typeof companies.get>;

export function CompanySettingsPage() {
  const t = useWords(companyWords);
  const company = useQuery({
    queryKey: ["companies.companies"],
    queryFn: ({ signal }) => api.get({}, signal),
  });
  return (
    <SettingsPageFrame<Company> of={company} title={t("settings")} pages={useSettingsPages()}>
      {(data) => (
        <>
          <Details of={data} />
          <Section title={t("region")}>
            <p>{t("regionText", { region: data.regionName })}</p>
          </Section>
          <EndSection />
        </>
      )}
    </SettingsPageFrame>
  );
}

function Details({ of }: { of: Company }) {
  const t = useWords(companyWords);
  const isAdmin = useMay("companies.companies.write");
  const isCancelled = useCompany().endsAt !== null;
  const canChange = isAdmin && !isCancelled;
  const { name, country, zone, currency, phone, version } = of;
  const form = useForm({
    start: { name, country, zone, currency, phone },
    version,
    check: (values) => ({ name: values.name.trim() === "" ? "field.required" : null }),
    send: (values, version) => api.change({ version, ...values }),
    onKept: (changed) => {
      cache.setQueryData(["companies.companies"], changed);
      // Name, zone and currency are shown everywhere.
      void refresh("accounts.me");
      toast(t("saved"));
    },
  });
  const fixed = { of: form, isDisabled: !canChange };
  return (
    <Section title={t("company")}>
      <Form of={form}>
        {!isAdmin && <Note>{t("onlyAdmin")}</Note>}
        <TextField {...fixed} name="name" label={t("name")} autoComplete="organization" />
        <CountryField {...fixed} name="country" label={t("country")} />
        <ZoneField
          {...fixed}
          name="zone"
          label={t("zone")}
          help={t("zoneHelp")}
          country={form.values.country}
        />
        <CurrencyField {...fixed} name="currency" label={t("currency")} help={t("currencyHelp")} />
        <PhoneField {...fixed} name="phone" label={t("phone")} optional />
        {canChange && (
          <div>
            <SendButton of={form}>{t("save")}</SendButton>
          </div>
        )}
      </Form>
    </Section>
  );
}
