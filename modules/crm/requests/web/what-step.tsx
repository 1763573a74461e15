import { IconDownload, IconEraser, IconFileText, IconPencil } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { dateText } from "#ui/dates.ts";
import { useGo } from "#ui/link.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { refresh } from "#ui/query.ts";
import { useCalendar } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import { EraseDialog } from "./erase-dialog.tsx";
import { ErasurePreview } from "./erasure-preview.tsx";
import { keepFile, type PrivacyRequest, requestsApi } from "./requests.client.ts";
import styles from "./requests.module.css";
import { requestWords } from "./requests.words.ts";
import { StoreCustomers } from "./store-customers.tsx";

/** What is done about it. */
export function WhatStep({ of }: { of: PrivacyRequest }) {
  if (of.kind === "access") return <Access of={of} />;
  if (of.kind === "correction") return <Correction of={of} />;
  return of.erasedAt === null ? <Erasure of={of} /> : <Erased of={of} />;
}

type Format = "json" | "html";

function Access({ of }: { of: PrivacyRequest }) {
  const t = useWords(requestWords);
  const language = useLanguage();
  const cache = useQueryClient();
  const [asked, setAsked] = useState<Format | null>(null);
  const pack = useMutation({
    mutationFn: (format: Format) =>
      requestsApi.pack({ id: of.id, version: of.version, format, language }),
    onSuccess: async ({ request, file }) => {
      keepFile(file);
      cache.setQueryData(["crm.requests", "one", of.id], request);
      await refresh("crm.requests", "records.timeline");
      toast(t("packed"));
    },
    onError: () => refresh("crm.requests"),
    onSettled: () => setAsked(null),
  });
  const take = (format: Format) => {
    setAsked(format);
    pack.mutate(format);
  };
  return (
    <>
      <p className="k-muted">{t("accessText")}</p>
      {of.packedAt !== null && (
        <p>{t.rich("packedAt", { when: <When key="when" at={of.packedAt} as="full" /> })}</p>
      )}
      <div className={styles.verbs} hidden={of.state !== "open"}>
        <ActionButton
          blocked={of.blocked.pack}
          isBusy={asked === "html"}
          variant={of.packedAt === null ? "filled" : "default"}
          leftSection={<IconFileText size={16} stroke={1.6} />}
          onClick={() => take("html")}
        >
          {t("packHtml")}
        </ActionButton>
        {of.blocked.pack === null && (
          <ActionButton
            isBusy={asked === "json"}
            variant="default"
            leftSection={<IconDownload size={16} stroke={1.6} />}
            onClick={() => take("json")}
          >
            {t("packJson")}
          </ActionButton>
        )}
      </div>
      <ProblemNote of={pack.error} />
    </>
  );
}

function Correction({ of }: { of: PrivacyRequest }) {
  const t = useWords(requestWords);
  const go = useGo();
  return (
    <>
      <p className="k-muted">{t("correctionText")}</p>
      {of.correctedAt !== null && (
        <p>{t.rich("correctedAt", { when: <When key="when" at={of.correctedAt} as="full" /> })}</p>
      )}
      <div className={styles.verbs} hidden={of.state !== "open"}>
        <ActionButton
          blocked={of.blocked.correct}
          variant={of.correctedAt === null ? "filled" : "default"}
          leftSection={<IconPencil size={16} stroke={1.6} />}
          onClick={() => go(`/customers/${of.customerId}/edit?request=${of.id}`)}
        >
          {t("correct")}
        </ActionButton>
      </div>
    </>
  );
}

function Erasure({ of }: { of: PrivacyRequest }) {
  const t = useWords(requestWords);
  const [isOpen, setOpen] = useState(false);
  const isOfStore = of.kind === "store_erasure";
  const day = dateText(of.dueOn, useCalendar());
  return (
    <>
      <p className="k-muted">{t(isOfStore ? "storeErasureText" : "erasureText", { day })}</p>
      {of.state === "open" &&
        (isOfStore ? <StoreCustomers of={of} /> : <ErasurePreview id={of.id} />)}
      {of.state === "open" && of.erasingAt === null && (
        <div className={styles.verbs}>
          <ActionButton
            color="cili"
            blocked={of.blocked.erase}
            leftSection={<IconEraser size={16} stroke={1.6} />}
            onClick={() => setOpen(true)}
          >
            {t(isOfStore ? "eraseStore" : "erase")}
          </ActionButton>
        </div>
      )}
      {isOpen && <EraseDialog of={of} onClose={() => setOpen(false)} />}
    </>
  );
}

function Erased({ of }: { of: PrivacyRequest }) {
  const t = useWords(requestWords);
  const certificate = useMutation({
    mutationFn: () => requestsApi.certificate({ id: of.id }),
    onSuccess: ({ file }) => keepFile(file),
  });
  return (
    <>
      <p>{t.rich("erasedAt", { when: <When key="when" at={of.erasedAt ?? ""} as="full" /> })}</p>
      {of.kind === "store_erasure" && <p>{t("goneCount", { count: of.erasedCount })}</p>}
      <p className="k-muted">{t("certificateText")}</p>
      <div className={styles.verbs}>
        <ActionButton
          blocked={of.blocked.certificate}
          variant="default"
          isBusy={certificate.isPending}
          leftSection={<IconDownload size={16} stroke={1.6} />}
          onClick={() => certificate.mutate()}
        >
          {t("certificate")}
        </ActionButton>
      </div>
      <ProblemNote of={certificate.error} />
    </>
  );
}
