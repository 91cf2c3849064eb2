const NEWLINE = 0x0a;

/** Cuts a stream of bytes into lines, none longer than allowed. */
export class Lines {
  #longest;
  #parts = [];
  #size = 0;

  constructor(longest) {
    this.#longest = longest;
  }

  /** The lines that end in this chunk; throws a RangeError for one that is too long, wherever it ends. */
  push(chunk) {
    const lines = [];
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      this.#keep(chunk.subarray(from, end));
      lines.push(Buffer.concat(this.#parts, this.#size).toString('utf8'));
      this.#parts = [];
      this.#size = 0;
      from = end + 1;
    }
    this.#keep(chunk.subarray(from));
    return lines;
  }

  #keep(part) {
    this.#size += part.length;
    if (this.#size > this.#longest) throw new RangeError(`a line longer than ${this.#longest} bytes`);
    if (part.length > 0) this.#parts.push(part);
  }
}
