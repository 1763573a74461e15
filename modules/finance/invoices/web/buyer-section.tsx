import { Facts } from "#ui/facts.tsx";
import { Link } from "#ui/link.tsx";
import { Section } from "#ui/section.tsx";
import { useWords } from "#ui/words.ts";
import type { Invoice } from "./invoices.client.ts";
import { invoiceWords } from "./invoices.words.ts";

/** Whom a paper is for, as it says it. */
export function BuyerSection({ of }: { of: Pick<Invoice, "buyer" | "customerId"> }) {
  const t = useWords(invoiceWords);
  const { buyer } = of;
  const place = [
    buyer.street,
    buyer.street2,
    [buyer.postcode, buyer.city].filter(Boolean).join(" "),
    buyer.state,
    buyer.country,
  ];
  return (
    <Section title={t("to")}>
      <Facts
        rows={[
          [
            t("customer"),
            of.customerId === null ? (
              buyer.name
            ) : (
              <Link key="customer" to={`/customers/${of.customerId}`}>
                {buyer.name}
              </Link>
            ),
          ],
          buyer.attention !== "" && [t("attention"), buyer.attention],
          buyer.email !== "" && [t("email"), buyer.email],
          place.some(Boolean) && [t("address"), place.filter(Boolean).join(", ")],
          buyer.taxNumber !== "" && [t("taxNumber"), buyer.taxNumber],
        ]}
      />
    </Section>
  );
}
