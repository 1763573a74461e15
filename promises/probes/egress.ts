import { once } from "node:events";
import { connect, createServer, type Server } from "node:net";
import { transaction } from "#platform/db/db.ts";
import { selectEgress } from "#platform/egress/egress.sql.ts";
import { DRILL_HOST } from "#platform/egress/egress.ts";
import { controlled, DAY_MINUTES, degradedAs, type HouseProbe, keptAs } from "./probe.ts";

const LOOKED_BACK_MS = 30 * 86_400_000;

/** Tries to leave for a host that nobody declared, and reads where the program has been. */
export const egress: HouseProbe = {
  name: "egress",
  of: "house",
  everyMinutes: 5,
  maxAgeMinutes: DAY_MINUTES,
  tries: {
    en: "Tried to connect to a host that is not declared, and read every connection the program made in 30 days.",
    ms: "Mencuba menyambung ke hos yang tidak diisytiharkan, dan membaca setiap sambungan yang dibuat oleh program dalam 30 hari.",
  },
  finds: {
    none: {
      en: "The try was turned back. In 30 days the program connected to no other machine at all.",
      ms: "Cubaan itu ditolak. Dalam 30 hari program tidak menyambung ke mana-mana mesin lain.",
    },
    declared: {
      en: "The try was turned back. In 30 days: {{connections}} connections, all to {{hosts}} declared hosts.",
      ms: "Cubaan itu ditolak. Dalam 30 hari: {{connections}} sambungan, semuanya ke {{hosts}} hos yang diisytiharkan.",
    },
    let_out: {
      en: "A connection to a host that is not declared was let out.",
      ms: "Sambungan ke hos yang tidak diisytiharkan telah dibenarkan keluar.",
    },
    went_out: {
      en: "The program connected to {{host}}, which is not declared.",
      ms: "Program menyambung ke {{host}}, yang tidak diisytiharkan.",
    },
  },
  control: controlled("a guard that lets undeclared hosts through turns the egress probe red"),
  async run({ house }) {
    if (await getsOut()) return degradedAs("let_out");
    const since = new Date(house.now().getTime() - LOOKED_BACK_MS);
    const seen = await transaction(house.control, "read only", (db) => selectEgress(db, since));
    const stray = seen.find(({ isDeclared, wasLetOut }) => !isDeclared && wasLetOut);
    if (stray !== undefined) return degradedAs("went_out", { host: stray.host });
    const out = seen.filter(({ isDeclared }) => isDeclared);
    if (out.length === 0) return keptAs("none");
    const connections = out.reduce((sum, { count }) => sum + count, 0);
    return keptAs("declared", { connections, hosts: new Set(out.map(({ host }) => host)).size });
  },
};

/** The undeclared name leads to a door on this very machine: whatever the guard does, nothing leaves. */
async function getsOut(): Promise<boolean> {
  const server: Server = createServer((socket) => socket.end()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const socket = connect({ host: DRILL_HOST, port, lookup: toThisMachine });
  try {
    return await once(socket, "connect").then(
      () => true,
      () => false,
    );
  } finally {
    socket.destroy();
    server.close();
  }
}

const toThisMachine = ((
  _host: string,
  { all }: { all?: boolean },
  done: (error: null, address: unknown, family?: number) => void,
) =>
  all ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4)) as never;
