import { showId } from "#kernel/ids.ts";
import type { Admin } from "#modules/companies/companies.public.ts";
import type { Mail } from "#platform/mail/mail.ts";
import type { RequestId, RequestKind } from "./requests.contract.ts";

type Reminded = {
  readonly id: RequestId;
  readonly kind: RequestKind;
  readonly receivedOn: string;
  readonly dueOn: string;
  readonly isOverdue: boolean;
};

/** Whom it is about stands behind the link alone: the house's outbox holds no customer of any company. */
export function reminderMail(
  to: Admin,
  of: Reminded,
  companyName: string,
  publicUrl: string,
): Mail {
  const link = `${publicUrl}/requests/${showId("privacy_request", of.id)}`;
  const company = companyName.replace(/\s+/g, " ").slice(0, 100);
  const kind = KINDS[to.locale][of.kind];
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "crm.request.reminder",
        subject: of.isOverdue
          ? `Permintaan privasi melepasi tarikhnya: ${company}`
          : `Permintaan privasi perlu dijawab sebelum ${of.dueOn}: ${company}`,
        text: `Salam ${to.name},

seseorang meminta ${kind} pada ${of.receivedOn}. ${of.isOverdue ? `Ia sepatutnya dijawab selewat-lewatnya pada ${of.dueOn}, dan belum dijawab.` : `Ia perlu dijawab selewat-lewatnya pada ${of.dueOn}.`}

Buka permintaan itu:
${link}
`,
      }
    : {
        to: to.email,
        kind: "crm.request.reminder",
        subject: of.isOverdue
          ? `A privacy request is overdue: ${company}`
          : `A privacy request is due on ${of.dueOn}: ${company}`,
        text: `Hello ${to.name},

somebody asked for ${kind} on ${of.receivedOn}. ${of.isOverdue ? `It was to be answered by ${of.dueOn}, and is not.` : `It has to be answered by ${of.dueOn}.`}

Open the request:
${link}
`,
      };
}

const KINDS: Record<Admin["locale"], Record<RequestKind, string>> = {
  en: {
    access: "what you keep about them",
    correction: "a correction of what you keep about them",
    erasure: "what you keep about them to be erased",
    store_erasure: "what you keep about a store's customers to be erased",
  },
  ms: {
    access: "apa yang anda simpan tentang mereka",
    correction: "pembetulan pada apa yang anda simpan tentang mereka",
    erasure: "supaya apa yang anda simpan tentang mereka dihapuskan",
    store_erasure: "supaya apa yang anda simpan tentang pelanggan kedai dihapuskan",
  },
};
