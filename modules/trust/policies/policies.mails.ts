import type { Mail } from "#platform/mail/mail.ts";
import type { MemberRow, VersionRow } from "./policies.sql.ts";

/** The announcement of a version: what changes, from when, and where it can be read. */
export function policyMail(
  to: MemberRow,
  { version, effectiveAt, summary }: VersionRow,
  publicUrl: string,
): Mail {
  const on = effectiveAt.toISOString().slice(0, 10);
  const link = `${publicUrl}/privacy?version=${version}`;
  return to.locale === "ms"
    ? {
        to: to.email,
        kind: "trust.policy",
        subject: `Dasar privasi Kaunter berubah pada ${on}`,
        text: `Salam ${to.name},

dasar privasi Kaunter berubah pada ${on}. Yang berubah:

${summary?.ms ?? ""}

Dasar baharu sepenuhnya: ${link}

Sehingga hari itu dasar sekarang kekal berkuat kuasa. Jika anda tidak bersetuju, anda boleh mengeluarkan data anda dan menutup akaun sebelum itu.
`,
      }
    : {
        to: to.email,
        kind: "trust.policy",
        subject: `Kaunter's privacy policy changes on ${on}`,
        text: `Hello ${to.name},

Kaunter's privacy policy changes on ${on}. What changes:

${summary?.en ?? ""}

The new policy in full: ${link}

Until that day the present one applies. If you do not agree, you can take your data out and close your account before.
`,
      };
}
