import { OwnerFact } from "#modules/companies/roles/web/owner-fact.tsx";
import { OwnFields } from "#modules/records/fields/web/own-fields.tsx";
import { TagPicker } from "#modules/records/tags/web/tag-picker.tsx";
import { EditInPlace } from "#ui/edit-in-place.tsx";
import { Facts } from "#ui/facts.tsx";
import { Link } from "#ui/link.tsx";
import { refresh } from "#ui/query.ts";
import { Section } from "#ui/section.tsx";
import { useFields } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import { ORDER_CLASSES } from "../orders.contract.ts";
import { buyerOf } from "./buyer.ts";
import styles from "./order.module.css";
import { OrderStatus } from "./order-status.tsx";
import { type Order, ordersApi, useOrderVerb } from "./orders.client.ts";
import { type OrderT, orderWords } from "./orders.words.ts";

/** Who ordered, where it goes, and what else is known. */
export function OrderAside({ of }: { of: Order }) {
  const t = useWords(orderWords);
  const change = useOrderVerb(ordersApi.change);
  const give = useOrderVerb(ordersApi.give);
  const fields = useFields(ORDER_CLASSES);
  return (
    <>
      <Section title={t("customer")}>
        <Facts
          rows={[
            [t("customer"), <Buyer key="customer" of={of} />],
            of.email !== null && [
              t("email"),
              fields.isSeen("email") ? (
                <a key="email" className="k-link" href={`mailto:${of.email}`}>
                  {of.email}
                </a>
              ) : (
                of.email
              ),
            ],
            (of.phone ?? of.phoneText) !== null && [t("phone"), of.phone ?? of.phoneText],
            [t("joinedBy"), t(`joined.${of.joinedBy}`)],
          ]}
        />
      </Section>
      <Section title={t("facts")}>
        <Facts
          rows={[
            [t("status"), <OrderStatus key="status" of={of.status} />],
            [t("store"), of.connection ?? t("byHand")],
            [t("channel"), channelText(t, of.channel)],
            of.sourceStatus !== "" && [t("storeSays"), of.sourceStatus],
            of.paymentMethod !== null && [t("paymentMethod"), of.paymentMethod],
            [
              t("owner"),
              <OwnerFact
                key="owner"
                of={of.ownerId}
                blocked={of.blocked.give}
                onGive={(ownerId) => give.mutateAsync({ id: of.id, version: of.version, ownerId })}
              />,
            ],
            of.discountCodes.length > 0 && [t("codes"), of.discountCodes.join(", ")],
          ]}
        />
      </Section>
      <Section title={t("tags")}>
        <TagPicker of={of.tags} blocked={of.blocked.change} onSave={(tags) => retag(of, tags)} />
      </Section>
      <OwnFields
        type="order"
        of={of}
        blocked={of.blocked.change}
        onSave={(custom) => change.mutateAsync({ id: of.id, version: of.version, custom })}
      />
      <Section title={t("note")}>
        <EditInPlace
          blocked={of.blocked.change ?? fields.whyNot("note")}
          label={t("note")}
          value={of.note}
          isLong
          onSave={(note) => change.mutateAsync({ id: of.id, version: of.version, note })}
        >
          {of.note === "" ? undefined : <span className={styles.note}>{of.note}</span>}
        </EditInPlace>
      </Section>
      <AddressSection title={t("shippingAddress")} of={of.shipping} />
      <AddressSection title={t("billing")} of={of.billing} />
    </>
  );
}

/** What is ticked is added, what is not is taken off: tags that somebody else gave meanwhile stay. */
async function retag(of: Order, tags: readonly string[]): Promise<void> {
  const add = tags.filter((tag) => !of.tags.includes(tag));
  const remove = of.tags.filter((tag) => !tags.includes(tag));
  if (add.length + remove.length === 0) return;
  await ordersApi.tag({ ids: [of.id], add, remove });
  await refresh("sales.orders", "records.timeline");
}

/** Who bought, as a link while there is somebody behind it. */
function Buyer({ of }: { of: Order }) {
  const t = useWords(orderWords);
  if (of.customerId === null) return buyerOf(of, t);
  return (
    <>
      <Link to={`/customers/${of.customerId}`} className="k-link">
        {of.customerName || of.name}
      </Link>
      {of.isCustomerInTrash && <div className="k-muted">{t("customerInTrash")}</div>}
    </>
  );
}

/** Channels of stores are their own words; ours have a translation. */
export function channelText(t: OrderT, channel: string): string {
  const key = `channel.${channel}`;
  return t.has(key) ? t(key) : channel;
}

function AddressSection({ title, of }: { title: string; of: Order["billing"] }) {
  if (of === null) return null;
  const lines = [
    of.name,
    of.organisation,
    of.street,
    of.street2,
    [of.postcode, of.city].filter(Boolean).join(" "),
    [of.state, of.country].filter(Boolean).join(", "),
    of.phone,
  ].filter(Boolean);
  if (lines.length === 0) return null;
  return (
    <Section title={title}>
      <address className={styles.address}>
        {lines.map((line) => (
          <div key={line}>{line}</div>
        ))}
      </address>
    </Section>
  );
}
