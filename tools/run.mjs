// `node tools/run.mjs FILE ARGS…`: runs a TypeScript file on the pinned Node, after installing what is missing.
const [major] = process.versions.node.split(".");
if (Number(major) < 20) {
  process.stderr.write(
    `Kaunter needs Node 20 or newer to begin with; this is ${process.versions.node}. Install a newer one (https://nodejs.org) and try again.\n`,
  );
  process.exit(1);
}
import("./up/start.mjs")
  .then(({ run }) => run(process.argv.slice(2)))
  .catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  });
