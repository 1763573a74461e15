import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { client, type Received } from "#ui/api.ts";
import { momentText } from "#ui/dates.ts";
import { Dialog } from "#ui/dialog.tsx";
import { More } from "#ui/more.tsx";
import { Note } from "#ui/note.tsx";
import { countText } from "#ui/numbers.ts";
import { useCalendar } from "#ui/session.tsx";
import { Status } from "#ui/status.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { audit } from "../audit.contract.ts";
import styles from "./audit.module.css";
import { auditWords } from "./audit.words.ts";
import { gapWords } from "./gaps.words.ts";

/** Fetched by whoever has something to explain, which is next to nobody. */
const GapDialog = lazy(() =>
  import("./gap-dialog.tsx").then((file) => ({ default: file.GapDialog })),
);

const api = client(audit);
const SCRIPT = "/api/trust/audit/verify-audit.mjs";

export type LogState = Received<typeof audit.state>;

export const useLogState = () =>
  useQuery({
    queryKey: ["trust.audit", "state"],
    queryFn: ({ signal }) => api.state({}, signal),
  });

/** In a line: is every entry in its place, and up to when has the house signed them. */
export function LogStatus({ of }: { of: LogState | undefined }) {
  const t = useWords(auditWords);
  const calendar = useCalendar();
  if (of === undefined) return null;
  if ((of.checked?.findings.length ?? 0) > 0) return <Status tone="bad">{t("notInPlace")}</Status>;
  if (of.signedAt === null)
    return (
      <Status tone="quiet">{t(of.checked === null ? "notSignedYet" : "inPlaceNotSigned")}</Status>
    );
  const until = momentText(of.signedAt, calendar);
  return <Status tone="good">{t("inPlace", { until })}</Status>;
}

/** What is wrong, where, and what to do now. */
export function LogNote({ of }: { of: LogState | undefined }) {
  const t = useWords(auditWords);
  const g = useWords(gapWords);
  const [isExplaining, setExplaining] = useState(false);
  const findings = of?.checked?.findings ?? [];
  if (findings.length === 0) return of === undefined ? null : <Gaps of={of} />;
  const explain = (
    <ActionButton blocked={of?.blocked.acknowledge ?? null} onClick={() => setExplaining(true)}>
      {g("acknowledge")}
    </ActionButton>
  );
  return (
    <>
      <Note tone="bad" actions={explain}>
        {t("findings")}
        <ul className={styles.findings}>
          {findings.map(({ kind, lane, position }) => (
            <li key={`${kind} ${lane} ${position}`}>
              {t(`finding.${kind}`, { lane: String(lane), position: String(position) })}
            </li>
          ))}
        </ul>
      </Note>
      <Suspense>{isExplaining && <GapDialog onClose={() => setExplaining(false)} />}</Suspense>
    </>
  );
}

/** What is gone and was explained: nobody forgets it. */
function Gaps({ of: { gaps } }: { of: LogState }) {
  const t = useWords(gapWords);
  if (gaps.length === 0) return null;
  return (
    <Note tone="warn">
      {t("explained", { count: gaps.length })}
      <ul className={styles.findings}>
        {gaps.map(({ at, by, reason, goneCount }) => (
          <li key={at}>
            {t.rich("gap", {
              when: <When key="when" at={at} as="full" />,
              by: <b key="by">{by}</b>,
              reason,
              count: countText(goneCount),
            })}
          </li>
        ))}
      </ul>
    </Note>
  );
}

export function LogActions({ of }: { of: LogState | undefined }) {
  const t = useWords(auditWords);
  const calendar = useCalendar();
  const [isOpen, setOpen] = useState(false);
  const check = async () => {
    await api.check({});
    toast(t("checking"));
  };
  const checked = of?.checked;
  return (
    <>
      <More
        items={[{ label: t("checkNow"), onClick: check, blocked: of?.blocked.check ?? null }]}
      />
      <ActionButton
        variant="default"
        blocked={of?.blocked.download ?? null}
        quiet
        onClick={() => setOpen(true)}
      >
        {t("download")}
      </ActionButton>
      <Dialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t("downloadTitle")}
        verb={t("downloadVerb")}
        onDo={async () => {
          const { url } = await api.download({});
          location.assign(url);
        }}
      >
        <p>{t("downloadText", { count: countText(of?.entriesCount ?? 0) })}</p>
        <p>
          {t.rich("verifyText", {
            script: (
              <a href={SCRIPT} download className="k-link">
                verify-audit.mjs
              </a>
            ),
          })}
        </p>
        <pre className={styles.whole}>node verify-audit.mjs audit-log.jsonl.gz</pre>
        {checked !== undefined && checked !== null && (
          <p className="k-muted">
            {t(checked.isWhole ? "checkedWhole" : "checkedNew", {
              count: countText(checked.entriesCount),
              at: momentText(checked.at, calendar),
            })}
          </p>
        )}
      </Dialog>
    </>
  );
}
