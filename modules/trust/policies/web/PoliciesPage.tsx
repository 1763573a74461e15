import { Button } from "@mantine/core";
import { Link } from "#ui/link.tsx";
import { Page } from "#ui/page.tsx";
import { Section } from "#ui/section.tsx";
import { Status } from "#ui/status.tsx";
import { Table } from "#ui/table.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { TrustTabs } from "../../promises/web/trust-tabs.tsx";
import { type Told, useTold, useVersions, type Version } from "./policies.client.ts";
import styles from "./policies.module.css";
import { policyWords } from "./policies.words.ts";

/** The versions of the policy, and who was told of the newest one. */
export function PoliciesPage() {
  const t = useWords(policyWords);
  const versions = useVersions();
  const announced = versions.data?.versions.find(({ summary }) => summary !== null);
  const told = useTold(announced?.version);
  return (
    <Page
      of={versions}
      title={t("trust")}
      tabs={<TrustTabs here="/trust/policies" />}
      actions={
        <Button variant="default" component={Link} to="/privacy">
          {t("open")}
        </Button>
      }
    >
      {(data) => (
        <>
          <p className={styles.intro}>{t("intro")}</p>
          <Section title={t("versions")}>
            <Versions of={data.versions} />
          </Section>
          {announced !== undefined && (told.data?.notices.length ?? 0) > 0 && (
            <Section title={t("who", { version: announced.version })}>
              <Notices of={told.data?.notices ?? []} />
            </Section>
          )}
        </>
      )}
    </Page>
  );
}

function Versions({ of }: { of: readonly Version[] }) {
  const t = useWords(policyWords);
  return (
    <Table<Version>
      label={t("versions")}
      rows={of}
      keyOf={({ version }) => String(version)}
      to={({ version }) => `/privacy?version=${version}`}
      columns={[
        {
          label: t("versionHead"),
          kind: "name",
          cell: ({ version, summary }) => (
            <>
              {t("version", { version })}
              <small>{summary ?? t("first")}</small>
            </>
          ),
        },
        {
          label: t("published"),
          phone: "hide",
          cell: ({ publishedAt }) => <When at={publishedAt} />,
        },
        {
          label: t("effective"),
          phone: "under",
          cell: ({ effectiveAt }) => <When at={effectiveAt} as="full" />,
        },
        { label: t("state"), cell: (row) => <State of={row} all={of} /> },
      ]}
    />
  );
}

function State({ of, all }: { of: Version; all: readonly Version[] }) {
  const t = useWords(policyWords);
  if (of.isInForce) return <Status tone="good">{t("inForce")}</Status>;
  const inForce = all.find(({ isInForce }) => isInForce)?.version ?? 0;
  return of.version > inForce ? (
    <Status tone="accent">{t("announced")}</Status>
  ) : (
    <Status tone="quiet">{t("earlier")}</Status>
  );
}

function Notices({ of }: { of: readonly Told[] }) {
  const t = useWords(policyWords);
  return (
    <Table<Told>
      label={t("person")}
      rows={of}
      keyOf={({ name, toldAt }) => `${name} ${toldAt}`}
      columns={[
        { label: t("person"), kind: "name", cell: ({ name }) => name },
        { label: t("mail"), phone: "under", cell: (row) => <Mail of={row} /> },
        { label: t("app"), cell: (row) => <InApp of={row} /> },
      ]}
    />
  );
}

function Mail({ of: { mailSentAt, mailFailedAt } }: { of: Told }) {
  const t = useWords(policyWords);
  if (mailFailedAt !== null) return <Status tone="bad">{t("mailFailed")}</Status>;
  if (mailSentAt === null) return <Status tone="warn">{t("mailWaiting")}</Status>;
  return (
    <Status tone="good">{t.rich("mailSent", { when: <When key="at" at={mailSentAt} /> })}</Status>
  );
}

function InApp({ of: { shownAt, acknowledgedAt } }: { of: Told }) {
  const t = useWords(policyWords);
  if (acknowledgedAt !== null)
    return (
      <Status tone="good">{t.rich("read", { when: <When key="at" at={acknowledgedAt} /> })}</Status>
    );
  if (shownAt === null) return <Status tone="quiet">{t("notShown")}</Status>;
  return <Status tone="accent">{t.rich("shown", { when: <When key="at" at={shownAt} /> })}</Status>;
}
