import { Button } from "@mantine/core";
import {
  IconFileInvoice,
  IconListDetails,
  IconPencil,
  IconPlus,
  IconTrash,
  IconTruckDelivery,
} from "@tabler/icons-react";
import { useState } from "react";
import { useGo } from "#ui/link.tsx";
import { More, type MoreItem } from "#ui/more.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { useFields } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { CUSTOMER_CLASSES } from "../customers.contract.ts";
import { AddressDialog } from "./address-dialog.tsx";
import {
  type Contacts,
  contactsApi,
  type NewPlace,
  type Place,
  useContactVerb,
} from "./contacts.client.ts";
import styles from "./contacts.module.css";
import { contactWords } from "./contacts.words.ts";

/** Where they live and have parcels sent: the one that lists show first, then the others. */
export function Places({ customerId, of }: { customerId: string; of: Contacts }) {
  const t = useWords(contactWords);
  const [edited, edit] = useState<Place | "new" | null>(null);
  const { whyNot } = useFields(CUSTOMER_CLASSES);
  const unseen = whyNot("street");
  const closed = of.blocked.addAddress ?? unseen;
  return (
    <Section
      title={t("addresses")}
      {...(closed === null
        ? {
            action: (
              <Button
                variant="subtle"
                size="compact-sm"
                leftSection={<IconPlus size={15} stroke={1.8} />}
                onClick={() => edit("new")}
              >
                {t("addAddress")}
              </Button>
            ),
          }
        : {})}
    >
      {of.addresses.length === 0 && <p className="k-muted">{t("noAddress")}</p>}
      <ul className={styles.places}>
        {of.addresses.map((place) => (
          <PlaceItem
            key={place.id ?? "main"}
            of={place}
            all={of.addresses}
            blocked={of.blocked.changeAddress ?? unseen}
            customerId={customerId}
            onEdit={() => edit(place)}
          />
        ))}
      </ul>
      {edited !== null && (
        <AddressDialog
          customerId={customerId}
          of={edited === "new" ? null : edited}
          onClose={() => edit(null)}
        />
      )}
    </Section>
  );
}

type ItemProps = {
  of: Place;
  all: readonly Place[];
  blocked: string | null;
  customerId: string;
  onEdit: () => void;
};

function PlaceItem({ of, all, blocked, customerId, onEdit }: ItemProps) {
  const t = useWords(contactWords);
  const go = useGo();
  const [problem, setProblem] = useState<unknown>(null);
  const verbs = usePlaceVerbs(customerId);
  const { id: addressId } = of;
  const items: MoreItem[] =
    addressId === null
      ? [
          {
            label: t("changeAddress"),
            icon: <IconPencil size={16} />,
            onClick: () => void go(`/customers/${customerId}/edit`),
          },
        ]
      : [
          { label: t("changeAddress"), icon: <IconPencil size={16} />, onClick: onEdit },
          ...(of.isBilling
            ? []
            : [
                {
                  label: t("forBilling"),
                  icon: <IconFileInvoice size={16} />,
                  onClick: () => void verbs.use(addressId, { isBilling: true }).catch(setProblem),
                },
              ]),
          ...(of.isShipping
            ? []
            : [
                {
                  label: t("forShipping"),
                  icon: <IconTruckDelivery size={16} />,
                  onClick: () => void verbs.use(addressId, { isShipping: true }).catch(setProblem),
                },
              ]),
          {
            label: t("makeMain"),
            icon: <IconListDetails size={16} />,
            onClick: () => void verbs.makeMain(addressId, all).catch(setProblem),
          },
          {
            label: t("remove"),
            icon: <IconTrash size={16} />,
            onClick: () => void verbs.remove(of).catch(setProblem),
          },
        ];
  const uses = [of.isBilling && t("billing"), of.isShipping && t("shipping")].filter(Boolean);
  const lines = linesOf(of);
  return (
    <li>
      <div className={styles.place}>
        <address className={styles.lines}>
          {of.label !== "" && <div className={styles.label}>{of.label}</div>}
          {lines.map((line) => (
            <div key={line}>{line}</div>
          ))}
          {all.length > 1 && uses.length > 0 && (
            <div className={styles.uses}>{uses.join(" · ")}</div>
          )}
        </address>
        {blocked === null && (
          <More label={t("verbsOf", { key: of.label || (lines[0] ?? t("main")) })} items={items} />
        )}
      </div>
      <ProblemNote of={problem} />
    </li>
  );
}

function usePlaceVerbs(customerId: string) {
  const t = useWords(contactWords);
  const does = useContactVerb(customerId).mutateAsync;
  return {
    use: (addressId: string, uses: { isBilling?: true; isShipping?: true }) =>
      does((to) => contactsApi.changeAddress({ ...to, addressId, ...uses })),
    makeMain: async (addressId: string, before: readonly Place[]) => {
      const after = await does((to) => contactsApi.makeMainAddress({ ...to, addressId }));
      const ids = new Set(before.map(({ id }) => id));
      const was = after.addresses.find(({ id }) => id !== null && !ids.has(id))?.id ?? null;
      const back = () =>
        does((to) => contactsApi.makeMainAddress({ ...to, addressId: was ?? addressId }));
      toast(t("addressChanged"), was === null ? undefined : back);
    },
    remove: async ({ id, ...place }: Place) => {
      if (id === null) return;
      await does((to) => contactsApi.removeAddress({ ...to, addressId: id }));
      const kept: NewPlace = place as NewPlace;
      toast(t("addressRemoved"), () => does((to) => contactsApi.addAddress({ ...to, ...kept })));
    },
  };
}

const linesOf = (of: Place): string[] =>
  [
    of.street,
    of.street2,
    [of.postcode, of.city].filter(Boolean).join(" "),
    [of.state, of.country].filter(Boolean).join(", "),
  ].filter((line): line is string => Boolean(line));
