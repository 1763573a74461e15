import { Button, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "#ui/link.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Table } from "#ui/table.tsx";
import { useWords } from "#ui/words.ts";
import { personOf } from "./request-parts.tsx";
import {
  type Candidate,
  type PrivacyRequest,
  requestsApi,
  usePeople,
  useRequestVerb,
} from "./requests.client.ts";
import styles from "./requests.module.css";
import { requestWords } from "./requests.words.ts";

/** Who of the customers asks: found by what they named, chosen by a person. */
export function WhoStep({ of }: { of: PrivacyRequest }) {
  const t = useWords(requestWords);
  const match = useRequestVerb(requestsApi.match);
  const [isOther, setOther] = useState(false);
  if (of.erasedAt !== null) return <p className="k-muted">{t("whoErased")}</p>;
  const choose = async (customerId: string | null) => {
    await match.mutateAsync({ id: of.id, version: of.version, customerId });
    setOther(false);
  };
  const mayChange = of.blocked.change === null;
  if (of.customerId !== null && !isOther)
    return (
      <>
        <p>
          <Link to={`/customers/${of.customerId}`} className="k-link">
            {personOf(of, t)}
          </Link>
          {of.email !== null && <span className="k-muted"> · {of.email}</span>}
        </p>
        {mayChange && (
          <div className={styles.verbs}>
            <Button variant="default" size="compact-sm" onClick={() => setOther(true)}>
              {t("somebodyElse")}
            </Button>
          </div>
        )}
      </>
    );
  return (
    <>
      <p className="k-muted">{t((of.email ?? of.phone) ? "whoText" : "whoNameText")}</p>
      {mayChange && <People of={of} onChoose={(id) => void choose(id)} />}
      <ProblemNote of={match.error} />
    </>
  );
}

type PeopleProps = { of: PrivacyRequest; onChoose: (id: string) => void };

function People({ of, onChoose }: PeopleProps) {
  const t = useWords(requestWords);
  const [typed, setTyped] = useState("");
  const people = usePeople(of.id, typed.trim());
  const rows = people.data?.rows ?? [];
  return (
    <div className={styles.people}>
      <TextInput
        aria-label={t("findPerson")}
        placeholder={t("findPerson")}
        leftSection={<IconSearch size={16} stroke={1.6} aria-hidden="true" />}
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <ProblemNote of={people.error} />
      {people.data !== undefined && rows.length === 0 && (
        <p className="k-muted">{t("nobodyFound")}</p>
      )}
      {rows.length > 0 && (
        <Table
          label={t("candidates")}
          rows={rows}
          keyOf={({ id }: Candidate) => id}
          columns={[
            {
              label: t("customer"),
              kind: "name",
              cell: ({ name, email, phone, isInTrash }) =>
                `${name || email || phone || t("nobody")}${isInTrash ? ` (${t("inTrash")})` : ""}`,
            },
            {
              label: t("reach"),
              kind: "quiet",
              phone: "under",
              cell: ({ email, phone }) => email ?? phone ?? "–",
            },
            { label: t("orders"), kind: "number", cell: ({ ordersCount }) => ordersCount },
            {
              label: "",
              kind: "number",
              cell: ({ id, name }) => (
                <Button
                  variant="default"
                  size="compact-sm"
                  aria-label={t("chooseName", { name })}
                  onClick={() => onChoose(id)}
                >
                  {t("choose")}
                </Button>
              ),
            },
          ]}
        />
      )}
    </div>
  );
}
