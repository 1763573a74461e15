import { Status } from "#ui/status.tsx";
import { useWords } from "#ui/words.ts";
import type { PrivacyRequest, RequestRow } from "./requests.client.ts";
import { type RequestT, requestWords } from "./requests.words.ts";

type Stands = Pick<RequestRow, "state" | "isOverdue">;

/** Where it stands; red only when it has waited too long. */
export function RequestStatus({ of }: { of: Stands }) {
  const t = useWords(requestWords);
  if (of.state === "open")
    return (
      <Status tone={of.isOverdue ? "bad" : "warn"}>
        {t(of.isOverdue ? "overdue" : "state.open")}
      </Status>
    );
  return (
    <Status tone={of.state === "done" ? "good" : "quiet"}>
      {t(of.state === "done" ? "state.done" : "state.refused")}
    </Status>
  );
}

/** Who asks, as far as anybody may be named. */
export const personOf = (of: RequestRow | PrivacyRequest, t: RequestT): string => {
  if (of.kind === "store_erasure") return of.connection ?? t("channel.store");
  if (of.erasedAt !== null) return t("erasedPerson");
  return of.person || of.email || of.phone || t("nobody");
};
