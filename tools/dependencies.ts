import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";

/**
 * `package-lock.json` must install on every machine, from whatever registry it uses: it names no registry's address, and
 * it names the packages of other platforms too. npm leaves out those that the registry at hand did not have when the
 * lockfile was written, and `npm ci` then refuses it everywhere. `--write` puts both right.
 */
type Package = {
  version?: string;
  resolved?: string;
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
  os?: string[];
  cpu?: string[];
  libc?: string[];
};
type Lockfile = { packages: Record<string, Package> };

const PATH = resolve(import.meta.dirname, "../package-lock.json");
const SYSTEMS = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
];
const PROCESSORS = [
  "arm",
  "arm64",
  "ia32",
  "loong64",
  "mips64el",
  "ppc64",
  "riscv64",
  "s390x",
  "wasm32",
  "x64",
];

export async function whatLockfileLacks(): Promise<string[]> {
  const lockfile = await read();
  const addresses = Object.entries(lockfile.packages).filter(([, { resolved }]) => resolved);
  return [
    ...addresses.map(([path]) => `${path} names the registry it came from`),
    ...missingFrom(lockfile).map(({ name }) => `${name} is missing, for other machines`),
  ];
}

async function complete(): Promise<number> {
  const lockfile = await read();
  const missing = missingFrom(lockfile);
  for (const { name, version } of missing)
    lockfile.packages[`node_modules/${name}`] = { version, optional: true, ...machineOf(name) };
  for (const found of Object.values(lockfile.packages)) delete found.resolved;
  const packages = Object.entries(lockfile.packages).toSorted(([a], [b]) => (a < b ? -1 : 1));
  await writeFile(
    PATH,
    `${JSON.stringify({ ...lockfile, packages: Object.fromEntries(packages) }, null, 2)}\n`,
  );
  return missing.length;
}

function missingFrom({ packages }: Lockfile): { name: string; version: string }[] {
  const wanted = Object.values(packages).flatMap((found) =>
    Object.entries(found.optionalDependencies ?? {}),
  );
  return wanted
    .filter(
      ([name]) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`)),
    )
    .map(([name, version]) => ({ name, version }));
}

/** Such packages are named for their machine: `@biomejs/cli-linux-x64-musl`. */
function machineOf(name: string): Pick<Package, "os" | "cpu" | "libc"> {
  const words = name.split(/[/-]/);
  const os = SYSTEMS.filter((system) => words.includes(system));
  const cpu = PROCESSORS.filter((processor) => words.includes(processor));
  const libc = words.includes("musl") ? ["musl"] : words.includes("gnu") ? ["glibc"] : [];
  return {
    ...(cpu.length > 0 && { cpu }),
    ...(libc.length > 0 && { libc }),
    ...(os.length > 0 && { os }),
  };
}

const read = async (): Promise<Lockfile> => JSON.parse(await readFile(PATH, "utf8")) as Lockfile;

if (import.meta.main) {
  if (process.argv.includes("--write"))
    process.stdout.write(`${await complete()} packages of other machines added\n`);
  const lacks = await whatLockfileLacks();
  for (const lack of lacks) process.stderr.write(`package-lock.json: ${lack}\n`);
  process.exitCode = lacks.length > 0 ? 1 : 0;
}
