import { useState } from "react";
import { useSettingsPages } from "#modules/accounts/accounts/web/settings-pages.ts";
import { ActionButton } from "#ui/action-button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Hidden } from "#ui/hidden.tsx";
import { Note } from "#ui/note.tsx";
import { refresh } from "#ui/query.ts";
import { Section } from "#ui/section.tsx";
import { useMay } from "#ui/session.tsx";
import { SettingsPageFrame } from "#ui/settings.tsx";
import { Status, type Tone } from "#ui/status.tsx";
import { Table } from "#ui/table.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { type Key, keysApi, type Made, useKeys } from "./keys.client.ts";
import styles from "./keys.module.css";
import { keyWords } from "./keys.words.ts";
import { MadeKey } from "./made-key.tsx";
import { NewKey } from "./new-key.tsx";

/** Keys for programs: those there are, and a new one, shown once. */
export function KeysPage() {
  const t = useWords(keyWords);
  const list = useKeys();
  const mayWrite = useMay("companies.keys.write");
  const [made, setMade] = useState<Made | null>(null);
  return (
    <SettingsPageFrame<{ rows: Key[] }> of={list} title={t("settings")} pages={useSettingsPages()}>
      {({ rows }) => (
        <>
          <Section title={t("keys")}>
            <p className={styles.text}>
              {t("text")} <a href="/api/docs">{t("docs")}</a>
            </p>
            {rows.length === 0 ? <p className={styles.text}>{t("none")}</p> : <Keys of={rows} />}
          </Section>
          {made !== null && <MadeKey of={made} onKept={() => setMade(null)} />}
          {made === null && mayWrite && (
            <Section title={t("new")}>
              <NewKey onMade={setMade} />
            </Section>
          )}
          {!mayWrite && <Note>{t("onlyAdmins")}</Note>}
        </>
      )}
    </SettingsPageFrame>
  );
}

function Keys({ of: rows }: { of: readonly Key[] }) {
  const t = useWords(keyWords);
  return (
    <Table
      label={t("keys")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          label: t("name"),
          kind: "name",
          cell: ({ name, prefix }) => (
            <>
              {name}
              <small>{`kau_${prefix}_…`}</small>
            </>
          ),
        },
        {
          label: t("may"),
          cell: ({ scopes, makerName }) =>
            scopes === null
              ? t("role", { name: makerName })
              : t("scopes", { count: scopes.length }),
        },
        { label: t("lastUsed"), kind: "quiet", cell: (row) => <LastUsed of={row} /> },
        { label: t("state"), cell: (row) => <State of={row} />, phone: "under" },
        {
          label: <Hidden>{t("actions")}</Hidden>,
          kind: "number",
          cell: (row) => <Revoke of={row} />,
        },
      ]}
    />
  );
}

function LastUsed({ of: { lastUsedAt, lastNetwork } }: { of: Key }) {
  const t = useWords(keyWords);
  if (lastUsedAt === null) return t("never");
  return (
    <>
      <When at={lastUsedAt} />
      <small>{t("from", { network: lastNetwork })}</small>
    </>
  );
}

const TONES: Record<Key["state"], Tone> = {
  open: "good",
  expired: "warn",
  revoked: "quiet",
  maker_gone: "quiet",
  maker_disabled: "warn",
  password_changed: "warn",
};

function State({ of: { state, makerName, expiresAt, endedBy } }: { of: Key }) {
  const t = useWords(keyWords);
  return (
    <>
      <Status tone={TONES[state]}>{t(`state.${state}`, { name: makerName })}</Status>
      {state === "open" && (
        <small>
          {expiresAt === null
            ? t("untilRevoked")
            : t.rich("until", { when: <When key="until" at={expiresAt} /> })}
        </small>
      )}
      {endedBy !== null && <small>{t("by", { name: endedBy })}</small>}
    </>
  );
}

function Revoke({ of: { id, name, state, blocked } }: { of: Key }) {
  const t = useWords(keyWords);
  const [isAsked, ask] = useState(false);
  if (state !== "open") return null;
  return (
    <>
      <ActionButton
        variant="default"
        blocked={blocked.revoke}
        quiet
        aria-label={t("revokeNamed", { name })}
        onClick={() => ask(true)}
      >
        {t("revoke")}
      </ActionButton>
      <Dialog
        isOpen={isAsked}
        onClose={() => ask(false)}
        title={t("revokeTitle", { name })}
        verb={t("revokeNamed", { name })}
        isDanger
        onDo={async () => {
          await keysApi.revoke({ id });
          void refresh("companies.keys");
          toast(t("revoked", { name }));
        }}
      >
        <p>{t("revokeText")}</p>
      </Dialog>
    </>
  );
}
