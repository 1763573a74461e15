import { hashPassword, isPassword } from "#platform/auth/passwords.ts";
import { controlled, DAY_MINUTES, degradedAs, type HouseProbe, keptAs } from "./probe.ts";

const LONG = "k".repeat(90);

/** Looks at every stored hash, and hashes two passwords that differ only after the 72nd byte. */
export const hashes: HouseProbe = {
  name: "hashes",
  of: "house",
  everyMinutes: 5,
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Read the head of every stored hash, and compared two passwords that differ only in their 91st letter.",
    ms: "Membaca kepala setiap cincangan tersimpan, dan membandingkan dua kata laluan yang hanya berbeza pada huruf ke-91.",
  },
  finds: {
    strong: {
      en: "{{count}} of {{count}} hashes are bcrypt of cost 12; a password that differs after 72 bytes is refused.",
      ms: "{{count}} daripada {{count}} cincangan ialah bcrypt kos 12; kata laluan yang berbeza selepas 72 bait ditolak.",
    },
    weak: {
      en: "{{weak}} of {{count}} hashes are not bcrypt of cost 12.",
      ms: "{{weak}} daripada {{count}} cincangan bukan bcrypt kos 12.",
    },
    cut: {
      en: "Letters after the 72nd byte of a password do not count.",
      ms: "Huruf selepas bait ke-72 kata laluan tidak dikira.",
    },
  },
  control: controlled("a hash of lower cost turns the hashes' probe red"),
  async run({ house }) {
    const { rows } = await house.control.query<{ count: number; weak: number }>(
      `select count(*)::int as count, (count(*) filter (where password_hash !~ '^\\$2b\\$12\\$.{53}$'))::int as weak
         from (select password_hash from accounts union all select password_hash from sign_ups) as kept`,
    );
    const { count = 0, weak = 0 } = rows[0] ?? {};
    if (weak > 0) return degradedAs("weak", { weak, count });
    const { pepper } = house.keys;
    const hash = await hashPassword(pepper, `${LONG}a`);
    const isCut = !hash.startsWith("$2b$12$") || (await isPassword(pepper, `${LONG}b`, hash));
    return isCut ? degradedAs("cut") : keptAs("strong", { count });
  },
};
