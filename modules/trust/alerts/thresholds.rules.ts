import type { AlertRule } from "./alerts.rules.ts";

/**
 * Where a rule draws its line, and why there. A person mistypes a password two or three times and rarely six; a machine
 * tries a hundred. What happens once in years and opens much (a recovery code, a new Admin) is always told. The day of a
 * busy company (alerts.rules.test.ts) stays below every line.
 */
export const RULES: readonly AlertRule[] = [
  {
    kind: "password_guessing",
    of: ["sign_in.failed"],
    per: "detail.mark",
    counts: "times",
    // As many as one network may try before it is told to wait.
    atLeast: 10,
    withinMinutes: 15,
    words: {
      title: { en: "Somebody guesses a password", ms: "Seseorang meneka kata laluan" },
      text: {
        en: "{{count}} wrong passwords for one account within {{minutes}} minutes.",
        ms: "{{count}} kata laluan salah bagi satu akaun dalam {{minutes}} minit.",
      },
      advice: {
        en: "Further tries are slowed down by themselves. If it was not the person, have them set a new password and switch on two-step sign-in.",
        ms: "Cubaan seterusnya diperlahankan dengan sendirinya. Jika bukan orang itu, minta mereka menetapkan kata laluan baharu dan menghidupkan log masuk dua langkah.",
      },
    },
  },
  {
    kind: "credential_stuffing",
    of: ["sign_in.failed"],
    per: "network",
    counts: "distinct.mark",
    atLeast: 10,
    withinMinutes: 15,
    words: {
      title: { en: "Stolen passwords are being tried", ms: "Kata laluan curi sedang dicuba" },
      text: {
        en: "One network tried {{count}} different addresses with wrong passwords within {{minutes}} minutes, one of your people's among them.",
        ms: "Satu rangkaian mencuba {{count}} alamat berbeza dengan kata laluan salah dalam {{minutes}} minit, termasuk alamat orang anda.",
      },
      advice: {
        en: "Somebody tries a list from elsewhere. Whoever uses the same password in two places should change it; two-step sign-in stops it.",
        ms: "Seseorang mencuba senarai dari tempat lain. Sesiapa yang menggunakan kata laluan sama di dua tempat patut menukarnya; log masuk dua langkah menghalangnya.",
      },
    },
  },
  {
    kind: "totp_guessing",
    of: ["totp.failed", "recovery_code.failed"],
    per: "account",
    counts: "times",
    atLeast: 6,
    withinMinutes: 15,
    words: {
      title: { en: "Somebody guesses one-time codes", ms: "Seseorang meneka kod sekali guna" },
      text: {
        en: "{{count}} wrong codes within {{minutes}} minutes, after the password was right.",
        ms: "{{count}} kod salah dalam {{minutes}} minit, selepas kata laluan betul.",
      },
      advice: {
        en: "Whoever tries knows the password. If it was not the person, have them set a new one now.",
        ms: "Sesiapa yang mencuba mengetahui kata laluannya. Jika bukan orang itu, minta mereka menetapkan yang baharu sekarang.",
      },
    },
  },
  {
    kind: "recovery_code",
    of: ["recovery_code.used"],
    per: "account",
    counts: "times",
    atLeast: 1,
    withinMinutes: 15,
    words: {
      title: { en: "A recovery code was used", ms: "Kod pemulihan telah digunakan" },
      text: {
        en: "Somebody signed in with a recovery code instead of the app.",
        ms: "Seseorang log masuk dengan kod pemulihan dan bukannya aplikasi.",
      },
      advice: {
        en: "Ask the person whether they lost their phone. If not, end their sessions and have them set a new password.",
        ms: "Tanya orang itu sama ada telefon mereka hilang. Jika tidak, tamatkan sesi mereka dan minta kata laluan baharu.",
      },
    },
  },
  {
    kind: "new_place",
    of: ["session.new_country"],
    per: "account",
    counts: "times",
    atLeast: 1,
    withinMinutes: 15,
    words: {
      title: { en: "A sign-in from a new country", ms: "Log masuk dari negara baharu" },
      text: {
        en: "Somebody signed in from a country this account was never used in.",
        ms: "Seseorang log masuk dari negara yang tidak pernah digunakan oleh akaun ini.",
      },
      advice: {
        en: "Ask the person whether they are travelling. If not, end their sessions and have them set a new password.",
        ms: "Tanya orang itu sama ada mereka sedang mengembara. Jika tidak, tamatkan sesi mereka dan minta kata laluan baharu.",
      },
    },
  },
  {
    kind: "mass_export",
    of: ["records.exported"],
    per: "account",
    counts: "sum.count",
    atLeast: 5_000,
    withinMinutes: 60,
    words: {
      title: { en: "Many records leave at once", ms: "Banyak rekod keluar serentak" },
      text: {
        en: "{{count}} records were exported within an hour.",
        ms: "{{count}} rekod dieksport dalam masa sejam.",
      },
      advice: {
        en: "Ask the person what it is for. The audit log says what was exported.",
        ms: "Tanya orang itu untuk apa. Log audit menyatakan apa yang dieksport.",
      },
    },
  },
  {
    kind: "mass_deletion",
    of: ["records.deleted"],
    per: "account",
    counts: "sum.count",
    atLeast: 500,
    withinMinutes: 60,
    words: {
      title: { en: "Many records are deleted", ms: "Banyak rekod dipadam" },
      text: {
        en: "{{count}} records went to the trash within an hour.",
        ms: "{{count}} rekod masuk ke tong sampah dalam masa sejam.",
      },
      advice: {
        en: "Nothing is lost for 30 days: the trash brings all of it back.",
        ms: "Tiada apa yang hilang selama 30 hari: tong sampah boleh memulihkan semuanya.",
      },
    },
  },
  {
    kind: "permission_escalation",
    of: ["permission.raised"],
    where: ["to", "admin"],
    per: "account",
    counts: "times",
    atLeast: 1,
    withinMinutes: 15,
    words: {
      title: { en: "Somebody was made an Admin", ms: "Seseorang dijadikan Admin" },
      text: {
        en: "A person may do everything in your company from now on.",
        ms: "Seseorang boleh membuat segala-galanya dalam syarikat anda mulai sekarang.",
      },
      advice: {
        en: "If nobody of you meant to, take the role back and look at the audit log.",
        ms: "Jika tiada sesiapa antara anda berniat begitu, tarik balik peranan itu dan lihat log audit.",
      },
    },
  },
  {
    kind: "permission_escalation",
    of: ["permission.refused"],
    per: "account",
    counts: "distinct.permission",
    atLeast: 8,
    withinMinutes: 10,
    words: {
      title: {
        en: "Somebody tries what they may not",
        ms: "Seseorang mencuba apa yang tidak dibenarkan",
      },
      text: {
        en: "{{count}} different things were asked for that the role does not allow, within {{minutes}} minutes.",
        ms: "{{count}} perkara berbeza yang tidak dibenarkan oleh peranan telah diminta dalam {{minutes}} minit.",
      },
      advice: {
        en: "All of it was refused. The screens do not offer such things, so ask the person, or end their sessions.",
        ms: "Semuanya ditolak. Skrin tidak menawarkan perkara sedemikian, jadi tanya orang itu atau tamatkan sesi mereka.",
      },
    },
  },
  {
    kind: "api_key_new_network",
    of: ["api_key.new_network"],
    per: "detail.key",
    counts: "times",
    atLeast: 1,
    withinMinutes: 15,
    words: {
      title: { en: "An API key from a new network", ms: "Kunci API dari rangkaian baharu" },
      text: {
        en: "A key was used by a network that never used it before.",
        ms: "Satu kunci digunakan oleh rangkaian yang tidak pernah menggunakannya.",
      },
      advice: {
        en: "If your program did not move, take the key back in Settings and make a new one.",
        ms: "Jika program anda tidak berpindah, tarik balik kunci itu di Tetapan dan buat yang baharu.",
      },
    },
  },
  {
    kind: "api_key_guessing",
    of: ["api_key.failed"],
    per: "network",
    counts: "times",
    atLeast: 20,
    withinMinutes: 10,
    words: {
      title: { en: "Wrong API keys are being tried", ms: "Kunci API yang salah sedang dicuba" },
      text: {
        en: "One network sent {{count}} keys that do not open anything within {{minutes}} minutes.",
        ms: "Satu rangkaian menghantar {{count}} kunci yang tidak membuka apa-apa dalam {{minutes}} minit.",
      },
      advice: {
        en: "Keys cannot be guessed. A program of yours may still use one that has expired.",
        ms: "Kunci tidak boleh diteka. Mungkin program anda masih menggunakan kunci yang telah tamat.",
      },
    },
  },
  {
    kind: "webhook_signatures",
    of: ["webhook.refused"],
    per: "detail.connection",
    counts: "times",
    atLeast: 10,
    withinMinutes: 10,
    words: {
      title: {
        en: "Deliveries with a wrong signature",
        ms: "Penghantaran dengan tandatangan salah",
      },
      text: {
        en: "{{count}} deliveries to one store's address were turned away within {{minutes}} minutes.",
        ms: "{{count}} penghantaran ke alamat satu kedai ditolak dalam {{minutes}} minit.",
      },
      advice: {
        en: "If you changed the secret in the store, put the same one into Kaunter. If not, somebody else knows the address: make a new connection.",
        ms: "Jika anda menukar rahsia di kedai, masukkan yang sama ke dalam Kaunter. Jika tidak, orang lain mengetahui alamat itu: buat sambungan baharu.",
      },
    },
  },
  {
    kind: "cross_company_probes",
    of: ["company.probed"],
    per: "account",
    counts: "times",
    atLeast: 12,
    withinMinutes: 10,
    words: {
      title: {
        en: "Records that are not yours are asked for",
        ms: "Rekod yang bukan milik anda diminta",
      },
      text: {
        en: "{{count}} records were asked for by their number that your company does not have, within {{minutes}} minutes.",
        ms: "{{count}} rekod yang tiada pada syarikat anda telah diminta melalui nombornya dalam {{minutes}} minit.",
      },
      advice: {
        en: "Nothing was shown. Ask the person, or end their sessions and take back the key that was used.",
        ms: "Tiada apa yang ditunjukkan. Tanya orang itu, atau tamatkan sesi mereka dan tarik balik kunci yang digunakan.",
      },
    },
  },
  {
    kind: "replayed_tokens",
    of: ["token.replayed"],
    // A tab left open elsewhere at home asks once more and stops; an ended session in another network was copied.
    where: ["isElsewhere", true],
    per: "account",
    counts: "times",
    atLeast: 1,
    withinMinutes: 15,
    words: {
      title: {
        en: "An ended session was used elsewhere",
        ms: "Sesi yang tamat digunakan di tempat lain",
      },
      text: {
        en: "A session that had ended was shown again by another network. It was refused.",
        ms: "Sesi yang telah tamat ditunjukkan semula oleh rangkaian lain. Ia ditolak.",
      },
      advice: {
        en: "Somebody may have copied it from the person's browser. Have them set a new password and look over their computer.",
        ms: "Mungkin seseorang menyalinnya daripada pelayar orang itu. Minta mereka menetapkan kata laluan baharu dan memeriksa komputer mereka.",
      },
    },
  },
  {
    kind: "replayed_tokens",
    of: ["token.replayed", "totp.replayed", "link.replayed"],
    per: "account",
    counts: "times",
    atLeast: 20,
    withinMinutes: 10,
    words: {
      title: {
        en: "Used things are tried again and again",
        ms: "Perkara yang telah digunakan dicuba berulang kali",
      },
      text: {
        en: "{{count}} times within {{minutes}} minutes an ended session, a used code or a used link was tried again. All were refused.",
        ms: "{{count}} kali dalam {{minutes}} minit, sesi yang tamat, kod atau pautan yang telah digunakan dicuba semula. Semuanya ditolak.",
      },
      advice: {
        en: "Somebody may have copied them. Have the person set a new password.",
        ms: "Mungkin seseorang menyalinnya. Minta orang itu menetapkan kata laluan baharu.",
      },
    },
  },
  {
    kind: "replayed_tokens",
    of: ["link.replayed"],
    // Whoever holds one has no account yet.
    where: ["link", "invitation"],
    per: "network",
    counts: "times",
    atLeast: 20,
    withinMinutes: 10,
    words: {
      title: {
        en: "Used invitations are tried again and again",
        ms: "Jemputan yang telah digunakan dicuba berulang kali",
      },
      text: {
        en: "{{count}} times within {{minutes}} minutes one network tried an invitation that had been answered. All were refused.",
        ms: "{{count}} kali dalam {{minutes}} minit, satu rangkaian mencuba jemputan yang telah dijawab. Semuanya ditolak.",
      },
      advice: {
        en: "Somebody may read mails of a person you invited. Tell them to look over their mailbox.",
        ms: "Mungkin seseorang membaca e-mel orang yang anda jemput. Beritahu mereka supaya memeriksa peti mel mereka.",
      },
    },
  },
];
