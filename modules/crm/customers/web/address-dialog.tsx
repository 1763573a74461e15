import { Dialog } from "#ui/dialog.tsx";
import { CheckField } from "#ui/form/check-field.tsx";
import { CountryField } from "#ui/form/country-field.tsx";
import { Form, Wide } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { useCompany } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { contactsApi, type NewPlace, type Place, useContactVerb } from "./contacts.client.ts";
import { contactWords } from "./contacts.words.ts";
import { customerWords } from "./customers.words.ts";

type Props = {
  customerId: string;
  /** Null: one more. */
  of: Place | null;
  onClose: () => void;
};

/** One more address of a customer, or another spelling of it. */
export function AddressDialog({ customerId, of, onClose }: Props) {
  const t = useWords(contactWords);
  const c = useWords(customerWords);
  const { country } = useCompany();
  const does = useContactVerb(customerId).mutateAsync;
  const form = useForm<NewPlace, unknown>({
    start: startOf(of, country),
    check: ({ street, street2, city, postcode }) => ({
      street: [street, street2, city, postcode].some((text) => text)
        ? null
        : "crm.contact.address_is_empty",
    }),
    send: (place) =>
      does((to) =>
        of === null || of.id === null
          ? contactsApi.addAddress({ ...to, ...place })
          : contactsApi.changeAddress({ ...to, addressId: of.id, ...place }),
      ),
    onKept: () => {
      toast(t(of === null ? "addressAdded" : "addressChanged"));
      onClose();
    },
  });
  return (
    <Dialog isOpen onClose={onClose} title={t(of === null ? "newAddress" : "changeAddress")}>
      <Form of={form} columns={2} guards={false}>
        <Wide>
          <TextField
            of={form}
            name="label"
            label={t("label")}
            help={t("labelHelp")}
            optional
            autoFocus
          />
        </Wide>
        <Wide>
          <TextField of={form} name="street" label={c("street")} emptyIsNull />
        </Wide>
        <Wide>
          <TextField of={form} name="street2" label={c("street2")} optional emptyIsNull />
        </Wide>
        <TextField of={form} name="postcode" label={c("postcode")} optional emptyIsNull />
        <TextField of={form} name="city" label={c("city")} optional emptyIsNull />
        <TextField of={form} name="state" label={c("state")} optional emptyIsNull />
        <CountryField of={form} name="country" label={c("country")} optional canClear />
        <Wide>
          <CheckField of={form} name="isBilling" label={t("forBilling")} />
        </Wide>
        <Wide>
          <CheckField of={form} name="isShipping" label={t("forShipping")} />
        </Wide>
        <Wide>
          <SendButton of={form}>{t(of === null ? "saveNew" : "save")}</SendButton>
        </Wide>
      </Form>
    </Dialog>
  );
}

function startOf(of: Place | null, country: string): NewPlace {
  const { id: _, ...place } = of ?? { id: null, ...BLANK, country };
  return { ...BLANK, ...place };
}

const BLANK: NewPlace = {
  label: "",
  street: null,
  street2: null,
  city: null,
  postcode: null,
  state: null,
  country: null,
  isBilling: false,
  isShipping: false,
};
