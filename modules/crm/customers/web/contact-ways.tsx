import { IconStar, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { ApiProblem } from "#ui/api.ts";
import { EditInPlace } from "#ui/edit-in-place.tsx";
import { Facts } from "#ui/facts.tsx";
import { Link } from "#ui/link.tsx";
import { More } from "#ui/more.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { useFields } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { CUSTOMER_CLASSES } from "../customers.contract.ts";
import {
  type Contact,
  type ContactKind,
  type Contacts,
  contactsApi,
  type Does,
  useContactVerb,
} from "./contacts.client.ts";
import styles from "./contacts.module.css";
import { contactWords } from "./contacts.words.ts";

const KINDS: readonly ContactKind[] = ["email", "phone", "whatsapp"];
const TYPES = { email: "email", phone: "tel", whatsapp: "text" } as const;

/** How a customer is reached, each kind under its name: what stands there edits in place, more are added below. */
export function Ways({ customerId, of }: { customerId: string; of: Contacts }) {
  const t = useWords(contactWords);
  const does = useContactVerb(customerId).mutateAsync;
  const { whyNot } = useFields(CUSTOMER_CLASSES);
  const rows = KINDS.map((kind) => {
    const ways = of.contacts.filter((way) => way.kind === kind);
    const unseen = whyNot(kind === "email" ? "email" : "phone");
    return [
      t(`kind.${kind}`),
      <ul key={kind} className={styles.ways}>
        {ways.map((way) => (
          <Way
            key={way.key}
            of={way}
            primary={ways.length === 1 ? null : (ways.find((one) => one.isPrimary)?.key ?? null)}
            unseen={unseen}
            customerId={customerId}
            does={does}
          />
        ))}
        {(of.blocked.add ?? unseen) === null && (
          <li>
            <EditInPlace
              label={t(`add.${kind}`)}
              isNew
              type={TYPES[kind]}
              value=""
              onSave={async (value) => {
                await does((to) => contactsApi.add({ ...to, kind, value }));
                toast(t("added", { key: value }));
              }}
              explain={(refused) => <Holder of={refused} customerId={customerId} />}
            >
              <span className={styles.add}>{t(ways.length === 0 ? `add.${kind}` : "add")}</span>
            </EditInPlace>
          </li>
        )}
        {ways.length === 0 && (of.blocked.add ?? unseen) !== null && <li>–</li>}
      </ul>,
    ] as const;
  });
  return <Facts rows={rows} />;
}

type WayProps = {
  of: Contact;
  /** Of several the main one; null where there is nothing to tell apart. */
  primary: string | null;
  unseen: string | null;
  customerId: string;
  does: Does;
};

function Way({ of, primary, unseen, customerId, does }: WayProps) {
  const t = useWords(contactWords);
  const [problem, setProblem] = useState<unknown>(null);
  const { kind, key, text } = of;
  const shown = kind === "phone" ? key : text;
  const remove = async () => {
    await does((to) => contactsApi.remove({ ...to, kind, key }));
    const { isPrimary } = of;
    const again = { kind, value: text, isPrimary };
    toast(t("removed", { key: shown }), () => does((to) => contactsApi.add({ ...to, ...again })));
  };
  const makePrimary = async () => {
    await does((to) => contactsApi.makePrimary({ ...to, kind, key }));
    const back = () => does((to) => contactsApi.makePrimary({ ...to, kind, key: primary ?? key }));
    toast(t("isPrimary", { key: shown }), primary === null ? undefined : back);
  };
  return (
    <li>
      <span className={styles.way}>
        <span className={styles.value} title={text === shown ? undefined : text}>
          <EditInPlace
            label={t(`kind.${kind}`)}
            type={TYPES[kind]}
            value={shown}
            blocked={of.blocked.change ?? unseen}
            onSave={(value) =>
              value === ""
                ? remove()
                : does((to) => contactsApi.change({ ...to, kind, key, value }))
            }
            explain={(refused) => <Holder of={refused} customerId={customerId} />}
          />
        </span>
        {of.isPrimary && primary !== null && (
          <span className={styles.primary} title={t("primaryHelp")}>
            {t("primary")}
          </span>
        )}
        {unseen === null && (
          <More
            label={t("verbsOf", { key: shown })}
            items={[
              {
                label: t("makePrimary"),
                icon: <IconStar size={16} />,
                onClick: () => void makePrimary().catch(setProblem),
                blocked: of.blocked.makePrimary,
              },
              {
                label: t("remove"),
                icon: <IconTrash size={16} />,
                onClick: () => void remove().catch(setProblem),
                blocked: of.blocked.remove,
              },
            ]}
          />
        )}
      </span>
      <ProblemNote of={problem} />
    </li>
  );
}

/** Whose it is already: the way to them, and to making both one. */
function Holder({ of, customerId }: { of: unknown; customerId: string }) {
  const t = useWords(contactWords);
  const field = of instanceof ApiProblem ? of.fields[0] : undefined;
  if (field === undefined || !("customer" in field) || !("name" in field)) return null;
  const name = String(field.name);
  return (
    <span className={styles.holder}>
      <Link to={`/customers/${String(field.customer)}`} className="k-link">
        {t("openHolder", { name })}
      </Link>
      <Link to={`/customers/${customerId}/merge/${String(field.customer)}`} className="k-link">
        {t("mergeHolder", { name })}
      </Link>
    </span>
  );
}
