import { Button } from "@mantine/core";
import { IconCalendar, IconPencil, IconPlus, IconReceiptTax } from "@tabler/icons-react";
import { useState } from "react";
import { useSettingsPages } from "#modules/accounts/accounts/web/settings-pages.ts";
import { ActionButton } from "#ui/action-button.tsx";
import { archiveItem } from "#ui/archive-item.tsx";
import { dateText } from "#ui/dates.ts";
import { Dialog } from "#ui/dialog.tsx";
import { Empty } from "#ui/empty.tsx";
import { Hidden } from "#ui/hidden.tsx";
import { More } from "#ui/more.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { useCalendar } from "#ui/session.tsx";
import { SettingsPageFrame } from "#ui/settings.tsx";
import { Table, type TableColumn } from "#ui/table.tsx";
import { useWords } from "#ui/words.ts";
import { ReadyForm } from "./ready-form.tsx";
import { TaxForm } from "./tax-form.tsx";
import { TaxRates } from "./tax-rates.tsx";
import { refreshTaxes, type TaxCode, taxesApi, useTaxes } from "./taxes.client.ts";
import { taxWords } from "./taxes.words.ts";

type Open =
  | { readonly as: "form"; readonly of: TaxCode | null }
  | { readonly as: "rates"; readonly of: TaxCode }
  | { readonly as: "ready" };

/** What the company levies, each code with the rate of today and what is to come. */
export function TaxesPage() {
  const t = useWords(taxWords);
  const all = useTaxes();
  const [open, setOpen] = useState<Open | null>(null);
  const [problem, tell] = useState<unknown>(null);
  const close = () => setOpen(null);
  return (
    <SettingsPageFrame of={all} title={t("settings")} pages={useSettingsPages()}>
      {({ codes, blocked }) => {
        const live = codes.filter(({ archivedAt }) => archivedAt === null);
        const archived = codes.filter(({ archivedAt }) => archivedAt !== null);
        const ofRates =
          open?.as === "rates" ? codes.find(({ id }) => id === open.of.id) : undefined;
        return (
          <>
            <Section
              title={t("taxes")}
              action={
                <>
                  <ActionButton
                    quiet
                    variant="default"
                    blocked={blocked.create}
                    onClick={() => setOpen({ as: "ready" })}
                  >
                    {t("ready")}
                  </ActionButton>
                  <ActionButton
                    blocked={blocked.create}
                    leftSection={<IconPlus size={16} stroke={2} />}
                    onClick={() => setOpen({ as: "form", of: null })}
                  >
                    {t("new")}
                  </ActionButton>
                </>
              }
            >
              <p className="k-caption">{t("taxesText")}</p>
              <ProblemNote of={problem} />
              {live.length === 0 ? (
                <Empty
                  icon={<IconReceiptTax size={28} stroke={1.4} />}
                  title={t("emptyTitle")}
                  actions={
                    blocked.create === null && (
                      <Button variant="default" onClick={() => setOpen({ as: "ready" })}>
                        {t("ready")}
                      </Button>
                    )
                  }
                >
                  {t("emptyText")}
                </Empty>
              ) : (
                <Codes of={live} open={setOpen} tell={tell} />
              )}
            </Section>
            {archived.length > 0 && (
              <Section title={t("archivedTitle")}>
                <p className="k-caption">{t("archivedText")}</p>
                <Codes of={archived} open={setOpen} tell={tell} />
              </Section>
            )}
            <Dialog
              isOpen={open?.as === "form"}
              onClose={close}
              title={t(open?.as === "form" && open.of !== null ? "edit" : "new")}
            >
              {open?.as === "form" && <TaxForm of={open.of} onKept={close} />}
            </Dialog>
            <Dialog
              isOpen={ofRates !== undefined}
              onClose={close}
              title={t("ratesOf", { code: ofRates?.code ?? "" })}
            >
              {ofRates !== undefined && <TaxRates of={ofRates} />}
            </Dialog>
            <Dialog isOpen={open?.as === "ready"} onClose={close} title={t("ready")}>
              {open?.as === "ready" && <ReadyForm onKept={close} />}
            </Dialog>
          </>
        );
      }}
    </SettingsPageFrame>
  );
}

type CodesProps = {
  of: readonly TaxCode[];
  open: (open: Open) => void;
  tell: (problem: unknown) => void;
};

function Codes({ of, open, tell }: CodesProps) {
  const t = useWords(taxWords);
  const calendar = useCalendar();
  const { today } = calendar;
  const columns: TableColumn<TaxCode>[] = [
    {
      label: t("code"),
      kind: "name",
      cell: ({ code, name }) => (
        <>
          {code}
          <small>{name}</small>
        </>
      ),
    },
    {
      label: t("category"),
      kind: "quiet",
      phone: "hide",
      cell: ({ scheme, category }) => (
        <>
          {t(`scheme.${scheme}`)}
          <small>{t(`category.${category}`)}</small>
        </>
      ),
    },
    {
      label: t("rateNow"),
      kind: "number",
      phone: "under",
      cell: ({ rate, rates }) => {
        const next = rates.filter(({ startsOn }) => startsOn > today).at(-1);
        return (
          <>
            {rate === null ? t("none") : `${rate} %`}
            {next !== undefined && (
              <small>
                {t("toCome", { day: dateText(next.startsOn, calendar), rate: next.rate })}
              </small>
            )}
          </>
        );
      },
    },
    {
      label: <Hidden>{t("more")}</Hidden>,
      kind: "number",
      cell: (tax) => <Verbs of={tax} open={open} tell={tell} />,
    },
  ];
  return <Table label={t("taxes")} rows={of} columns={columns} keyOf={({ id }) => id} />;
}

function Verbs({ of, open, tell }: { of: TaxCode } & Pick<CodesProps, "open" | "tell">) {
  const t = useWords(taxWords);
  const { code, blocked } = of;
  return (
    <More
      label={t("moreOf", { code })}
      items={[
        {
          label: t("edit"),
          icon: <IconPencil size={16} stroke={1.6} />,
          blocked: blocked.change,
          onClick: () => open({ as: "form", of }),
        },
        {
          label: t("rates"),
          icon: <IconCalendar size={16} stroke={1.6} />,
          blocked: blocked.change,
          onClick: () => open({ as: "rates", of }),
        },
        archiveItem({
          ...{ of, tell },
          api: taxesApi,
          refresh: refreshTaxes,
          words: {
            archive: t("archive"),
            restore: t("restore"),
            archived: t("wasArchived", { code }),
            restored: t("wasRestored", { code }),
          },
        }),
      ]}
    />
  );
}
