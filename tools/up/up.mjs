// `npm run up`. Old Node must be able to read this file: all it does is to look at the version.
const [major] = process.versions.node.split(".");
if (Number(major) < 20) {
  process.stderr.write(
    `Kaunter needs Node 20 or newer to begin with; this is ${process.versions.node}. Install a newer one (https://nodejs.org) and run 'npm run up' again.\n`,
  );
  process.exit(1);
}
import("./start.mjs")
  .then(({ up }) => up())
  .catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  });
