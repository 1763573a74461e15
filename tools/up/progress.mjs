const TICK_MS = 1_000;

/** One line for each thing that takes a while: `Installing 345 packages …  done in 14 s`. */
export class Progress {
  #to;
  #what = null;
  #since = 0;
  #timer = null;

  constructor(to = process.stdout) {
    this.#to = to;
  }

  say(words) {
    this.end();
    this.#to.write(`${words}\n`);
  }

  /** Ends what was under way, and begins this. */
  begin(what) {
    this.end();
    this.#what = what;
    this.#since = Date.now();
    // In a file each line stands for itself: the house's own lines may come between.
    this.#to.write(this.#to.isTTY ? `${what} … ` : `${what} …\n`);
    if (!this.#to.isTTY) return;
    this.#timer = setInterval(() => {
      this.#to.write(`\r${what} … ${this.#seconds().toFixed(0)} s `);
    }, TICK_MS);
    this.#timer.unref();
  }

  end() {
    if (this.#what === null) return;
    const took = this.#seconds();
    const line = `${this.#what} … done in ${took < 10 ? took.toFixed(1) : took.toFixed(0)} s\n`;
    this.#to.write(this.#to.isTTY ? `\r\x1b[K${line}` : line);
    this.#clear();
  }

  /** It did not work: what follows says why. */
  abandon() {
    if (this.#what !== null && this.#to.isTTY) this.#to.write("\n");
    this.#clear();
  }

  #clear() {
    clearInterval(this.#timer);
    this.#what = null;
  }

  #seconds() {
    return (Date.now() - this.#since) / 1_000;
  }
}
