import { words } from "#ui/words.ts";

export const alertWords = words("trust.alerts", {
  en: {
    trust: "Trust",
    intro:
      "What looks like an attack is told here and by mail within a minute, to your Admins and to whoever operates this house.",
    open: "Not seen yet",
    seen: "Seen",
    seenBy: "Seen by {{name}}, {{when}}",
    see: "I have looked into it",
    done: "Alert marked as seen",
    person: "Account",
    network: "Network",
    when: "When",
    span: "{{from}} to {{to}}",
    older: "Show older",
    emptyTitle: "Nothing looks like an attack",
    emptyText:
      "Guessed passwords, copied sessions, wrong signatures and records leaving in bulk are watched for around the clock. Seen ones stay here.",
    nothingOpen: "Everything below has been looked into.",
  },
  ms: {
    trust: "Amanah",
    intro:
      "Apa yang kelihatan seperti serangan diberitahu di sini dan melalui mel dalam masa seminit, kepada Admin anda dan pengendali rumah ini.",
    open: "Belum dilihat",
    seen: "Sudah dilihat",
    seenBy: "Dilihat oleh {{name}}, {{when}}",
    see: "Saya sudah menelitinya",
    done: "Amaran ditanda sudah dilihat",
    person: "Akaun",
    network: "Rangkaian",
    when: "Bila",
    span: "{{from}} hingga {{to}}",
    older: "Tunjukkan yang lama",
    emptyTitle: "Tiada yang kelihatan seperti serangan",
    emptyText:
      "Kata laluan yang diteka, sesi yang disalin, tandatangan salah dan rekod yang keluar secara pukal diperhatikan sepanjang masa. Yang sudah dilihat kekal di sini.",
    nothingOpen: "Semua di bawah sudah diteliti.",
  },
});
