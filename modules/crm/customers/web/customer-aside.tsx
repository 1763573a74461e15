import { OwnerFact } from "#modules/companies/roles/web/owner-fact.tsx";
import { OwnFields } from "#modules/records/fields/web/own-fields.tsx";
import { TagPicker } from "#modules/records/tags/web/tag-picker.tsx";
import { Bones } from "#ui/bones.tsx";
import { EditInPlace } from "#ui/edit-in-place.tsx";
import { Facts } from "#ui/facts.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { useFields, useMay } from "#ui/session.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { ConsentHistory } from "../../consents/web/consent-history.tsx";
import { CUSTOMER_CLASSES } from "../customers.contract.ts";
import { ConsentStatus } from "./consent-status.tsx";
import { Places } from "./contact-places.tsx";
import { Ways } from "./contact-ways.tsx";
import { useContacts } from "./contacts.client.ts";
import styles from "./customer.module.css";
import {
  type Customer,
  type CustomerChange,
  customersApi,
  useCustomerVerb,
} from "./customers.client.ts";
import { type CustomerT, customerWords } from "./customers.words.ts";

/** Who it is, how to reach them, what they agreed to. Facts edit in place. */
export function CustomerAside({ of }: { of: Customer }) {
  const t = useWords(customerWords);
  const editing = useEditing(of);
  const { blocked, save } = editing;
  const mayConsents = useMay("crm.consents.read");
  return (
    <>
      <Contact of={of} editing={editing} />
      <Section title={t("tags")}>
        <TagPicker
          of={of.tags}
          blocked={blocked("tags").blocked}
          onSave={(tags) => save({ tags })}
        />
      </Section>
      <OwnFields
        type="customer"
        of={of}
        blocked={of.blocked.change}
        onSave={(custom) => save({ custom })}
      />
      <Section
        title={t("consent")}
        {...(mayConsents ? { action: <ConsentHistory customerId={of.id} /> } : {})}
      >
        <Facts
          rows={[
            [t("email"), <Consent key="email" of={of.emailConsent} at={of.emailConsentAt} />],
            [t("phone"), <Consent key="phone" of={of.phoneConsent} at={of.phoneConsentAt} />],
          ]}
        />
      </Section>
      <Section title={t("note")}>
        <EditInPlace
          {...blocked("note")}
          label={t("note")}
          value={of.note}
          isLong
          onSave={(note) => save({ note })}
        >
          {of.note === "" ? undefined : <span className={styles.note}>{of.note}</span>}
        </EditInPlace>
      </Section>
      <Identity of={of} />
    </>
  );
}

type Editing = ReturnType<typeof useEditing>;

/** Saving one fact at a time, and why a fact stays as it is. */
function useEditing(of: Customer) {
  const change = useCustomerVerb(customersApi.change);
  const fields = useFields(CUSTOMER_CLASSES);
  return {
    blocked: (name: string) => ({ blocked: of.blocked.change ?? fields.whyNot(name) }),
    save: (some: Partial<CustomerChange>) =>
      change.mutateAsync({ ...some, id: of.id, version: of.version }),
  };
}

function Contact({ of, editing: { blocked, save } }: { of: Customer; editing: Editing }) {
  const t = useWords(customerWords);
  const contacts = useContacts(of.id);
  return (
    <>
      <Section title={t("contact")}>
        <Facts
          rows={[
            [
              t("name"),
              <EditInPlace
                key="name"
                {...blocked("name")}
                label={t("name")}
                value={of.name}
                onSave={(name) => save({ name })}
              />,
            ],
            [
              t("organisation"),
              <EditInPlace
                key="organisation"
                {...blocked("organisation")}
                label={t("organisation")}
                value={of.organisation ?? ""}
                onSave={(organisation) => save({ organisation: organisation || null })}
              />,
            ],
          ]}
        />
        {contacts.isPending && <Bones as="text" rows={3} />}
        {contacts.isError && (
          <ProblemNote of={contacts.error} onRetry={() => void contacts.refetch()} />
        )}
        {contacts.data !== undefined && <Ways customerId={of.id} of={contacts.data} />}
      </Section>
      {contacts.data !== undefined && <Places customerId={of.id} of={contacts.data} />}
    </>
  );
}

/** What they are known by, since when, and whose work they are. */
function Identity({ of }: { of: Customer }) {
  const t = useWords(customerWords);
  const give = useCustomerVerb(customersApi.give);
  return (
    <Section title={t("identity")}>
      <Facts
        rows={[
          ...of.identities
            .filter(({ kind }) => kind === "store" || kind === "phone")
            .map((identity): readonly [string, string] => [
              identityName(identity, t),
              identity.key,
            ]),
          [t("created"), <When key="created" at={of.createdAt} />],
          [
            t("owner"),
            <OwnerFact
              key="owner"
              of={of.ownerId}
              blocked={of.blocked.give}
              onGive={(ownerId) => give.mutateAsync({ id: of.id, version: of.version, ownerId })}
            />,
          ],
        ]}
      />
    </Section>
  );
}

function Consent({ of, at }: { of: Customer["emailConsent"]; at: string | null }) {
  return (
    <>
      <ConsentStatus of={of} />
      {at !== null && (
        <span className="k-caption">
          {" "}
          <When at={at} />
        </span>
      )}
    </>
  );
}

function identityName({ kind, connection }: Customer["identities"][number], t: CustomerT): string {
  if (kind === "phone") return t("identityPhone");
  return t("identityStore", { store: connection ?? "" });
}
