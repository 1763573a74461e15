import type { Day } from "#kernel/day.ts";
import type { Reason } from "#kernel/errors.ts";
import type { PrivacyRequest } from "./requests.contract.ts";

/** A request as the rules look at it. */
export type Standing = Pick<
  PrivacyRequest,
  | "kind"
  | "state"
  | "email"
  | "phone"
  | "customerId"
  | "checkedAt"
  | "packedAt"
  | "correctedAt"
  | "erasingAt"
  | "hasCertificate"
> & { readonly account: string | null };

/** Somebody has to be named by something. */
export const whyNotEnter = (said: {
  readonly customerId: string | null;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
}): Reason | null =>
  said.customerId === null && said.name === "" && said.email === null && said.phone === null
    ? "crm.request.has_nobody"
    : null;

export const whyNotReceived = (receivedOn: Day, today: Day): Reason | null =>
  receivedOn > today ? "crm.request.received_later" : null;

/** Who asks and how that was made sure is not for a person to say of what a store signed. */
export function whyNotChange({ state, kind }: Pick<Standing, "state" | "kind">): Reason | null {
  if (state !== "open") return "crm.request.is_closed";
  return kind === "store_erasure" ? "crm.request.is_of_a_store" : null;
}

export function whyNotRefuse({ state, erasingAt }: Standing): Reason | null {
  if (state !== "open") return "crm.request.is_closed";
  return erasingAt === null ? null : "crm.request.is_erasing";
}

/** Nothing leaves and nothing goes before it is known who asks, and made sure that it is them. */
function whyNotAct(request: Standing): Reason | null {
  if (request.state !== "open") return "crm.request.is_closed";
  if (isNobody(request)) return "crm.request.nobody_known";
  return request.checkedAt === null ? "crm.request.not_checked" : null;
}

/** A name alone leads to nobody. */
const isNobody = ({ customerId, email, phone, account }: Standing): boolean =>
  customerId === null && email === null && phone === null && account === null;

export const whyNotPack = whyNotAct;

export function whyNotErase(request: Standing): Reason | null {
  if (request.kind === "store_erasure") return whyNotRefuse(request);
  return request.kind === "erasure" ? whyNotAct(request) : "crm.request.is_no_erasure";
}

export function whyNotCorrect(request: Standing): Reason | null {
  if (request.kind !== "correction") return "crm.request.is_no_correction";
  return whyNotAct(request) ?? (request.customerId === null ? "crm.request.no_customer" : null);
}

/** An answer comes after what it tells of. An erasure closes its request itself. */
export function whyNotFinish(request: Standing): Reason | null {
  if (request.state !== "open") return "crm.request.is_closed";
  if (request.kind === "access" && request.packedAt === null)
    return "crm.request.nothing_handed_out";
  if (request.kind === "correction" && request.correctedAt === null)
    return "crm.request.nothing_corrected";
  return request.kind === "erasure" || request.kind === "store_erasure"
    ? "crm.request.not_erased"
    : null;
}

export const whyNotCertificate = ({ hasCertificate }: Standing): Reason | null =>
  hasCertificate ? null : "crm.request.no_certificate";

/** More than one person ever leaves behind: then whoever runs the house has to help. */
export const PACK_ROWS_MAX = 50_000;
