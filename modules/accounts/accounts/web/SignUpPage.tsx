import { useState } from "react";
import { Door } from "#ui/door.tsx";
import { CheckField } from "#ui/form/check-field.tsx";
import { CountryField } from "#ui/form/country-field.tsx";
import { CurrencyField } from "#ui/form/currency-field.tsx";
import { Form, Wide } from "#ui/form/form.tsx";
import { PasswordField } from "#ui/form/password-field.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { PhoneField, TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { ZoneField } from "#ui/form/zone-field.tsx";
import { Link } from "#ui/link.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import { accountsApi, useSignUpChoices } from "./accounts.client.ts";
import { accountWords } from "./accounts.words.ts";
import { CheckMail } from "./check-mail.tsx";
import styles from "./door-parts.module.css";
import { placeHere, placeOf } from "./places.ts";
import { SignUpSide } from "./sign-up-side.tsx";

export function SignUpPage() {
  const [sent, setSent] = useState<{ email: string; company: string } | null>(null);
  if (sent === null) return <SignUpForm onSent={setSent} />;
  return <CheckMail email={sent.email} company={sent.company} />;
}

type Values = ReturnType<typeof emptyValues>;

const emptyValues = () => ({
  name: "",
  email: "",
  password: "",
  companyName: "",
  region: null as string | null,
  phone: null as string | null,
  isAdult: false as boolean,
  ...placeHere(),
});

function SignUpForm({ onSent }: { onSent: (sent: { email: string; company: string }) => void }) {
  const t = useWords(accountWords);
  const language = useLanguage();
  const { data: choices } = useSignUpChoices();
  const regions = choices?.regions ?? [];
  const form = useForm({
    start: emptyValues(),
    check,
    send: ({ isAdult, region, ...values }: Values) =>
      accountsApi.signUp({
        ...values,
        region: region ?? regions[0]?.id ?? "",
        locale: language,
        isAdult: isAdult as true,
        acceptsTerms: isAdult as true,
      }),
    onKept: (_done, { email, companyName }) => onSent({ email, company: companyName }),
  });
  const pickCountry = (country: string | null) => {
    if (country !== null) form.change({ country, ...placeOf(country) });
  };
  return (
    <Door title={t("signUpTitle")} text={t("signUpText")} side={<SignUpSide />}>
      <Form of={form} columns={2} guards={false}>
        <Wide>
          <TextField of={form} name="name" label={t("name")} autoComplete="name" autoFocus />
        </Wide>
        <Wide>
          <TextField of={form} name="email" label={t("email")} type="email" autoComplete="email" />
        </Wide>
        <Wide>
          <PasswordField
            of={form}
            name="password"
            label={t("password")}
            help={t("passwordHelp")}
            autoComplete="new-password"
          />
        </Wide>
        <TextField
          of={form}
          name="companyName"
          label={t("companyName")}
          autoComplete="organization"
        />
        <Region form={form} regions={regions} label={t("region")} />
        <CountryField of={form} name="country" label={t("country")} onPick={pickCountry} />
        <CurrencyField of={form} name="currency" label={t("currency")} />
        <ZoneField of={form} name="zone" label={t("zone")} country={form.values.country} />
        <PhoneField of={form} name="phone" label={t("phone")} optional />
        <Wide>
          <CheckField
            of={form}
            name="isAdult"
            label={t.rich("agree", {
              terms: (
                <Link to="/terms" target="_blank" className={styles.inSentence}>
                  {t("terms")}
                </Link>
              ),
            })}
          />
        </Wide>
        <Wide>
          <SendButton of={form} fullWidth size="md">
            {t("create")}
          </SendButton>
        </Wide>
      </Form>
      <p className={styles.after}>
        <span>{t.rich("haveAccount", { signIn: <Link to="/sign-in">{t("signIn")}</Link> })}</span>
      </p>
    </Door>
  );
}

type RegionProps = {
  form: ReturnType<typeof useForm<Values, unknown>>;
  regions: readonly { id: string; name: string }[];
  label: string;
};

/** Chosen for the person as long as there is only one to choose. */
function Region({ form, regions, label }: RegionProps) {
  const [first] = regions;
  const options = regions.map(({ id, name }) => ({ value: id, label: name }));
  const shown = {
    ...form,
    valueAt: (path: string) => form.valueAt(path) ?? (path === "region" ? first?.id : undefined),
  };
  return <SelectField of={shown} name="region" label={label} options={options} />;
}

const check = ({ name, email, password, companyName, isAdult }: Values) => ({
  name: name.trim() === "" ? "field.required" : null,
  email: email.trim() === "" ? "field.required" : null,
  password: password.length < 12 ? "password.too_short" : null,
  companyName: companyName.trim() === "" ? "field.required" : null,
  isAdult: isAdult ? null : "accounts.account.not_adult",
});
