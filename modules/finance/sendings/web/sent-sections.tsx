import { Button } from "@mantine/core";
import { IconLinkOff, IconWorldShare } from "@tabler/icons-react";
import { useState } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { Copy } from "#ui/copy.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { Status, type Tone } from "#ui/status.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useLanguage, useWords } from "#ui/words.ts";
import {
  linksApi,
  type PaperLink,
  refreshSendings,
  type Sending,
  usePaperLink,
  useSendings,
} from "./sendings.client.ts";
import styles from "./sendings.module.css";
import { sendingWords } from "./sendings.words.ts";

/** Of a paper that is out: to whom it went, and where it is seen. For the aside of its page. */
export function SentSections({ paper }: { paper: string }) {
  return (
    <>
      <Sent paper={paper} />
      <Public paper={paper} />
    </>
  );
}

const TONES: Readonly<Record<Sending["state"], Tone>> = {
  waiting: "warn",
  leaving: "warn",
  left: "good",
  failed: "bad",
};

function Sent({ paper }: { paper: string }) {
  const { data } = useSendings(paper);
  return data === undefined ? null : <SentSection rows={data.rows} />;
}

/** To whom it went, and what became of it. */
export function SentSection({ rows }: { rows: readonly Sending[] }) {
  const t = useWords(sendingWords);
  const [read, setRead] = useState<Sending | null>(null);
  return (
    <Section title={t("sentTitle")}>
      {rows.length === 0 && <p className="k-caption">{t("sentNone")}</p>}
      <ul className={styles.sent}>
        {rows.map((row) => (
          <li key={row.id}>
            <SentRow of={row} onRead={() => setRead(row)} />
          </li>
        ))}
      </ul>
      <Dialog isOpen={read !== null} onClose={() => setRead(null)} title={read?.title ?? ""}>
        <p className={styles.text}>{read?.text}</p>
      </Dialog>
    </Section>
  );
}

function SentRow({ of, onRead }: { of: Sending; onRead: () => void }) {
  const t = useWords(sendingWords);
  const reason = useReason();
  const who = of.senderName === "" ? t("byHouse") : t("bySender", { name: of.senderName });
  return (
    <>
      <div className={styles.who}>{t(`kind.${of.kind}`, { email: of.email })}</div>
      <Status tone={TONES[of.state]}>{t(`state.${of.state}`)}</Status>
      {of.failure !== null && <p className="k-caption">{reason(of.failure)}</p>}
      <div className={styles.facts}>
        <span>
          <When at={of.createdAt} as="full" /> {who}
        </span>
        <Button variant="subtle" size="compact-xs" onClick={onRead}>
          {t("read")}
        </Button>
      </div>
    </>
  );
}

function Public({ paper }: { paper: string }) {
  const t = useWords(sendingWords);
  const language = useLanguage();
  const { data } = usePaperLink(paper);
  const [url, setUrl] = useState<string | null>(null);
  const [asks, ask] = useState(false);
  const [problem, tell] = useState<unknown>(null);
  if (data === undefined) return null;
  const { link, blocked } = data;
  const show = async () => {
    const told = await linksApi.open({ paper, language }).catch(tell);
    if (told === undefined) return;
    setUrl(told.url);
    refreshSendings();
  };
  const revoke = async () => {
    await linksApi.revoke({ id: link?.id ?? "" });
    setUrl(null);
    refreshSendings();
    toast(t("wasRevoked"));
  };
  return (
    <Section title={t("pageTitle")}>
      <ProblemNote of={problem} />
      <p className="k-caption">{t(link === null ? "pageNone" : "pageOpen")}</p>
      {link !== null && <Looks of={link} />}
      {url !== null && link !== null && <Copy label={t("address")} value={url} />}
      <div className={styles.verbs}>
        {(url === null || link === null) && (
          <ActionButton
            variant="default"
            size="compact-sm"
            blocked={blocked.open}
            leftSection={<IconWorldShare size={15} stroke={1.6} />}
            onClick={() => void show()}
          >
            {t(link === null ? "makeAddress" : "copyAddress")}
          </ActionButton>
        )}
        {link !== null && (
          <ActionButton
            variant="subtle"
            size="compact-sm"
            blocked={blocked.revoke}
            leftSection={<IconLinkOff size={15} stroke={1.6} />}
            onClick={() => ask(true)}
          >
            {t("revoke")}
          </ActionButton>
        )}
      </div>
      <Dialog
        isOpen={asks}
        onClose={() => ask(false)}
        title={t("revokeTitle")}
        verb={t("revoke")}
        isDanger
        onDo={revoke}
      >
        <p>{t("revokeText")}</p>
      </Dialog>
    </Section>
  );
}

/** When it was opened, and that nobody knows by whom. */
function Looks({ of }: { of: NonNullable<PaperLink["link"]> }) {
  const t = useWords(sendingWords);
  if (of.lastOpenedAt === null) return <p className={styles.looks}>{t("openedNever")}</p>;
  return (
    <p className={styles.looks} title={t("openedHow")}>
      {t("opened", { count: of.openedCount })}, {t("openedLast")}{" "}
      <When at={of.lastOpenedAt} as="full" />
      <small>{t("openedHow")}</small>
    </p>
  );
}
