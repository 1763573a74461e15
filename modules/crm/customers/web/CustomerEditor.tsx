import { MASK } from "#kernel/classes.ts";
import { OwnInputs, ownChanges } from "#modules/records/fields/web/own-fields.tsx";
import { useColourOf } from "#modules/records/tags/web/tags.client.ts";
import { CountryField } from "#ui/form/country-field.tsx";
import { Form, Wide } from "#ui/form/form.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TagsField } from "#ui/form/tags-field.tsx";
import { TextAreaField } from "#ui/form/text-area-field.tsx";
import { PhoneField, TextField } from "#ui/form/text-field.tsx";
import { type Form as FormOf, useForm } from "#ui/form/use-form.ts";
import { useGo, useParam } from "#ui/link.tsx";
import { Page } from "#ui/page.tsx";
import { useCompany, useFields } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useUrl } from "#ui/url-state.ts";
import { useWords } from "#ui/words.ts";
import { CUSTOMER_CLASSES } from "../customers.contract.ts";
import { nameOf } from "./customer-name.ts";
import {
  type Customer,
  customersApi,
  type NewCustomer,
  useCustomer,
  useCustomerVerb,
  useTags,
} from "./customers.client.ts";
import { customerWords } from "./customers.words.ts";

type Draft = Required<NewCustomer>;

export function NewCustomerPage() {
  const t = useWords(customerWords);
  const go = useGo();
  const { country } = useCompany();
  const create = useCustomerVerb(customersApi.create);
  const { seenOf } = useFields(CUSTOMER_CLASSES);
  const form = useForm({
    start: emptyDraft(country),
    check,
    send: (draft: Draft) => create.mutateAsync(seenOf(draft)),
    onKept: (customer) => {
      toast(t("saved", { name: nameOf(customer, t) }));
      go(`/customers/${customer.id}`, { replace: true });
    },
  });
  return (
    <Page
      title={t("new")}
      crumb={{ to: "/customers", label: t("customers") }}
      fit="narrow"
      actions={<SendButton of={form}>{t("save")}</SendButton>}
    >
      <CustomerFields form={form} isNew />
    </Page>
  );
}

export function EditCustomerPage() {
  const t = useWords(customerWords);
  const id = useParam("customerId");
  const customer = useCustomer(id);
  return (
    <Page
      of={customer}
      title={(data) => nameOf(data, t)}
      crumb={{ to: `/customers/${id}`, label: t("customer") }}
      fit="narrow"
    >
      {(data) => <EditFields key={data.id} of={data} />}
    </Page>
  );
}

function EditFields({ of }: { of: Customer }) {
  const t = useWords(customerWords);
  const go = useGo();
  const change = useCustomerVerb(customersApi.change);
  const { seenOf } = useFields(CUSTOMER_CLASSES);
  // A privacy request that asks for it: the way back leads there.
  const [{ request }] = useUrl();
  const asked = request === undefined ? {} : { requestId: request };
  const form = useForm({
    start: draftOf(of),
    version: of.version,
    check,
    send: (draft: Draft, version) =>
      change.mutateAsync({
        id: of.id,
        version,
        ...seenOf(draft),
        custom: ownChanges(of.custom, draft.custom ?? {}),
        ...asked,
      }),
    onKept: (customer) => {
      toast(t("saved", { name: nameOf(customer, t) }));
      go(request === undefined ? `/customers/${customer.id}` : `/requests/${request}`, {
        replace: true,
      });
    },
  });
  return (
    <>
      <CustomerFields form={form} />
      <SendButton of={form} mt={24}>
        {t("save")}
      </SendButton>
    </>
  );
}

function CustomerFields({
  form,
  isNew = false,
}: {
  form: FormOf<Draft, Customer>;
  isNew?: boolean;
}) {
  const t = useWords(customerWords);
  const known = useTags();
  const colourOf = useColourOf();
  const { isSeen } = useFields(CUSTOMER_CLASSES);
  const consents = (["unknown", "subscribed", "unsubscribed", "pending"] as const).map((value) => ({
    value,
    label: t(`consent.${value}`),
  }));
  return (
    <Form of={form} columns={2}>
      <Wide>
        <TextField of={form} name="name" label={t("name")} autoFocus />
      </Wide>
      {isSeen("email") && (
        <TextField of={form} name="email" label={t("email")} type="email" optional emptyIsNull />
      )}
      {isSeen("phone") && <PhoneField of={form} name="phone" label={t("phone")} optional />}
      <Wide>
        <TextField of={form} name="organisation" label={t("organisation")} optional emptyIsNull />
      </Wide>
      {isSeen("street") && (
        <>
          <Wide>
            <TextField of={form} name="street" label={t("street")} optional emptyIsNull />
          </Wide>
          <Wide>
            <TextField of={form} name="street2" label={t("street2")} optional emptyIsNull />
          </Wide>
          <TextField of={form} name="postcode" label={t("postcode")} optional emptyIsNull />
        </>
      )}
      <TextField of={form} name="city" label={t("city")} optional emptyIsNull />
      <TextField of={form} name="state" label={t("state")} optional emptyIsNull />
      <CountryField of={form} name="country" label={t("country")} optional canClear />
      <Wide>
        <TagsField
          of={form}
          name="tags"
          label={t("tags")}
          optional
          known={known.data?.tags ?? []}
          colourOf={colourOf}
        />
      </Wide>
      <SelectField of={form} name="emailConsent" label={t("emailConsent")} options={consents} />
      <SelectField of={form} name="phoneConsent" label={t("phoneConsent")} options={consents} />
      <OwnInputs of={form} type="customer" isNew={isNew} />
      {isSeen("note") && (
        <Wide>
          <TextAreaField of={form} name="note" label={t("note")} optional />
        </Wide>
      )}
    </Form>
  );
}

const check = ({ name, email, phone }: Draft) => ({
  name: [name, email, phone].every((text) => (text ?? "").trim() === "")
    ? "crm.customer.has_nothing"
    : null,
  email:
    !email || email === MASK || /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email.trim())
      ? null
      : "email.invalid",
});

const emptyDraft = (country: string): Draft => ({
  name: "",
  email: null,
  phone: null,
  organisation: null,
  street: null,
  street2: null,
  city: null,
  postcode: null,
  state: null,
  country,
  tags: [],
  note: "",
  emailConsent: "unknown",
  phoneConsent: "unknown",
  custom: {},
});

const draftOf = (of: Customer): Draft => ({
  name: of.name,
  email: of.email,
  phone: of.phoneText ?? of.phone,
  organisation: of.organisation,
  street: of.street,
  street2: of.street2,
  city: of.city,
  postcode: of.postcode,
  state: of.state,
  country: of.country,
  tags: of.tags,
  note: of.note,
  emailConsent: of.emailConsent,
  phoneConsent: of.phoneConsent,
  custom: of.custom,
});
