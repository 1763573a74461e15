import { useEffect } from "react";
import { useSignUpChoices } from "#modules/accounts/accounts/web/accounts.client.ts";
import { placeHere, placeOf } from "#modules/accounts/accounts/web/places.ts";
import { Door } from "#ui/door.tsx";
import { CountryField } from "#ui/form/country-field.tsx";
import { CurrencyField } from "#ui/form/currency-field.tsx";
import { Form, Wide } from "#ui/form/form.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { ZoneField } from "#ui/form/zone-field.tsx";
import { Link, useGo } from "#ui/link.tsx";
import { useSession } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import { companiesWords } from "./companies-page.words.ts";
import { beginAnew, membershipsApi } from "./memberships.client.ts";

/** A further company of somebody who is signed in. */
export function NewCompanyPage() {
  const t = useWords(companiesWords);
  const go = useGo();
  const session = useSession();
  const { data: choices } = useSignUpChoices();
  const regions = choices?.regions ?? [];
  const form = useForm({
    start: { name: "", region: null as string | null, ...placeHere() },
    check: ({ name }) => ({ name: name.trim() === "" ? "field.required" : null }),
    send: ({ region, ...values }) =>
      membershipsApi.create({ ...values, region: region ?? regions[0]?.id ?? "" }),
    onKept: beginAnew,
  });
  const isStranger = session === null || !session.account.isVerified;
  useEffect(() => {
    if (isStranger) go("/sign-in", { replace: true });
  }, [isStranger, go]);
  if (isStranger) return null;
  // Chosen for the person as long as there is only one to choose.
  const shown = {
    ...form,
    valueAt: (path: string) =>
      form.valueAt(path) ?? (path === "region" ? regions[0]?.id : undefined),
  };
  return (
    <Door title={t("newTitle")} text={t("newText")}>
      <Form of={form} columns={2} guards={false}>
        <Wide>
          <TextField
            of={form}
            name="name"
            label={t("name")}
            autoComplete="organization"
            autoFocus
          />
        </Wide>
        <CountryField
          of={form}
          name="country"
          label={t("country")}
          onPick={(country) => {
            if (country !== null) form.change({ country, ...placeOf(country) });
          }}
        />
        <CurrencyField of={form} name="currency" label={t("currency")} />
        <ZoneField of={form} name="zone" label={t("zone")} country={form.values.country} />
        <SelectField
          of={shown}
          name="region"
          label={t("region")}
          options={regions.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Wide>
          <SendButton of={form} fullWidth size="md">
            {t("create")}
          </SendButton>
        </Wide>
      </Form>
      <p>
        <Link to="/companies">{t("cancel")}</Link>
      </p>
    </Door>
  );
}
