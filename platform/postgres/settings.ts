import { statfs } from "node:fs/promises";
import { totalmem } from "node:os";
import type { Home } from "./home.ts";

const MB = 1024 * 1024;

/** How the bundled PostgreSQL is set up, as arguments. Each start sets them anew, so they change with the release. */
export async function settingsFor(home: Home, isDurable: boolean): Promise<string[]> {
  const memory = totalmem();
  const settings: Record<string, string | number> = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: home.socketDir ?? "",
    unix_socket_permissions: "0700",
    password_encryption: "scram-sha-256",
    max_connections: 200,

    shared_buffers: `${clamp(memory / MB / 16, 128, 1024)}MB`,
    effective_cache_size: `${clamp(memory / MB / 2, 256, 65_536)}MB`,
    work_mem: "16MB",
    maintenance_work_mem: `${clamp(memory / MB / 32, 64, 512)}MB`,
    dynamic_shared_memory_type: await sharedMemoryType(),

    // Acknowledged means on disk. Only tests that never crash on purpose go without.
    fsync: isDurable ? "on" : "off",
    synchronous_commit: isDurable ? "on" : "off",
    full_page_writes: isDurable ? "on" : "off",
    // No replica and no log shipping on one machine: bulk loads into new tables then skip the log.
    wal_level: "minimal",
    max_wal_senders: 0,
    // Rare checkpoints keep full page images few; crash recovery of this much takes seconds.
    checkpoint_timeout: "15min",
    max_wal_size: "2GB",
    min_wal_size: "128MB",
    wal_compression: "on",

    // Disks of today; and statements are small, so that compiling them costs more than it saves.
    random_page_cost: 1.1,
    jit: "off",
    max_parallel_workers_per_gather: 1,
    // A forgotten transaction must not hold back vacuum for ever.
    idle_in_transaction_session_timeout: "5min",

    // The house logs what failed. A refused row's values or a statement with a password do not belong into a file.
    log_min_messages: "log",
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_checkpoints: "off",
    log_timezone: "UTC",
    timezone: "UTC",
  };
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** Containers often give /dev/shm 64 MB, too little for a parallel hash: then System V memory, which has no such limit. */
async function sharedMemoryType(): Promise<string> {
  if (process.platform !== "linux") return "posix";
  const room = await statfs("/dev/shm").then(
    (fs) => fs.bavail * fs.bsize,
    () => 0,
  );
  return room > 256 * MB ? "posix" : "sysv";
}

const clamp = (value: number, min: number, max: number): number =>
  Math.round(Math.min(max, Math.max(min, value)));
