import { IconDownload, IconEraser, IconFileText, IconPencil } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { useGo } from "#ui/link.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { refresh } from "#ui/query.ts";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import { EraseDialog } from "./erase-dialog.tsx";
import { ErasurePreview } from "./erasure-preview.tsx";
import { keepFile, type PrivacyRequest, requestsApi } from "./requests.client.ts";
import styles from "./requests.module.css";
import { requestWords } from "./requests.words.ts";

/** What is done about it. */
export function WhatStep({ of }: { of: PrivacyRequest }) {
  if (of.kind === "access") return <Access of={of} />;
  return of.kind === "correction" ? <Correction of={of} /> : <Erasure of={of} />;
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
  const certificate = useMutation({
    mutationFn: () => requestsApi.certificate({ id: of.id }),
    onSuccess: ({ file }) => keepFile(file),
  });
  if (of.erasedAt !== null)
    return (
      <>
        <p>{t.rich("erasedAt", { when: <When key="when" at={of.erasedAt} as="full" /> })}</p>
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
  return (
    <>
      <p className="k-muted">{t("erasureText")}</p>
      {of.state === "open" && <ErasurePreview id={of.id} />}
      {of.state === "open" && (
        <div className={styles.verbs}>
          <ActionButton
            color="cili"
            blocked={of.blocked.erase}
            leftSection={<IconEraser size={16} stroke={1.6} />}
            onClick={() => setOpen(true)}
          >
            {t("erase")}
          </ActionButton>
        </div>
      )}
      {isOpen && <EraseDialog of={of} onClose={() => setOpen(false)} />}
    </>
  );
}
