import { DateField } from "#ui/form/date-field.tsx";
import { Form, Wide } from "#ui/form/form.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextAreaField } from "#ui/form/text-area-field.tsx";
import { PhoneField, TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { useGo } from "#ui/link.tsx";
import { Page } from "#ui/page.tsx";
import { useCalendar } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { type NewRequest, requestsApi, useRequestVerb } from "./requests.client.ts";
import { requestWords } from "./requests.words.ts";

type Draft = Omit<Required<NewRequest>, "receivedOn" | "customerId"> & {
  receivedOn: string | null;
};

const KINDS = ["access", "correction", "erasure"] as const;
const CHANNELS = ["email", "phone", "letter", "form", "in_person"] as const;

/** A request that came by mail, by phone or over the counter. */
export function NewRequestPage() {
  const t = useWords(requestWords);
  const go = useGo();
  const { today } = useCalendar();
  const enter = useRequestVerb(requestsApi.enter);
  const form = useForm({
    start: {
      kind: "access",
      channel: "email",
      name: "",
      email: null,
      phone: null,
      receivedOn: today,
      note: "",
    } as Draft,
    check,
    send: ({ receivedOn, ...draft }) =>
      enter.mutateAsync({ ...draft, receivedOn: receivedOn ?? today }),
    onKept: ({ id }) => {
      toast(t("entered"));
      go(`/requests/${id}`, { replace: true });
    },
  });
  return (
    <Page
      title={t("new")}
      crumb={{ to: "/requests", label: t("requests") }}
      fit="narrow"
      actions={<SendButton of={form}>{t("save")}</SendButton>}
    >
      <Form of={form} columns={2}>
        <SelectField
          of={form}
          name="kind"
          label={t("asksFor")}
          options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
        <SelectField
          of={form}
          name="channel"
          label={t("cameBy")}
          options={CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) }))}
        />
        <DateField of={form} name="receivedOn" label={t("receivedOn")} />
        <Wide>
          <TextField of={form} name="name" label={t("name")} help={t("nameHelp")} optional />
        </Wide>
        <TextField of={form} name="email" label={t("email")} type="email" optional emptyIsNull />
        <PhoneField of={form} name="phone" label={t("phone")} optional />
        <Wide>
          <TextAreaField of={form} name="note" label={t("note")} help={t("noteHelp")} optional />
        </Wide>
      </Form>
    </Page>
  );
}

const check = ({ name, email, phone, receivedOn }: Draft) => ({
  name: [name, email, phone].every((text) => (text ?? "").trim() === "")
    ? "crm.request.has_nobody"
    : null,
  receivedOn: receivedOn === null ? "field.required" : null,
});
