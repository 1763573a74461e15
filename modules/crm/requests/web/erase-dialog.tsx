import { Textarea } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "#ui/dialog.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { personOf } from "./request-parts.tsx";
import { type PrivacyRequest, requestsApi, useRequestVerb } from "./requests.client.ts";
import { requestWords } from "./requests.words.ts";

/** Undo cannot reach this: it is asked, and only of who has just proved who they are. */
export function EraseDialog({ of, onClose }: { of: PrivacyRequest; onClose: () => void }) {
  const t = useWords(requestWords);
  const erase = useRequestVerb(requestsApi.erase);
  const [answer, setAnswer] = useState("");
  const isOfStore = of.kind === "store_erasure";
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(isOfStore ? "eraseStoreTitle" : "eraseTitle", { person: personOf(of, t) })}
      verb={t("eraseVerb")}
      isDanger
      onDo={async () => {
        await erase.mutateAsync({ id: of.id, version: of.version, answer });
        toast(t(isOfStore ? "erasingBegun" : "erased"));
      }}
    >
      <p>{t("eraseAsk")}</p>
      {isOfStore && <p>{t("eraseStoreAsk")}</p>}
      {(of.email ?? of.phone) && <p>{t("tellFirst", { reach: of.email ?? of.phone })}</p>}
      {!isOfStore && (
        <Textarea
          label={t("answerErased")}
          description={t("answerErasedHelp")}
          maxLength={2000}
          autosize
          minRows={2}
          value={answer}
          onChange={({ currentTarget }) => setAnswer(currentTarget.value)}
        />
      )}
    </Dialog>
  );
}
