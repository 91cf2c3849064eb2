/** How long Baileys shows the first QR code and each further one. */
const FIRST_QR_MS = 60_000;
const NEXT_QR_MS = 20_000;
/** WhatsApp gives six codes for a connection; with the last one the connection ends. */
const ALL_QRS_MS = FIRST_QR_MS + 5 * NEXT_QR_MS;

/** Shows QR codes, or a code to type once somebody asked for one. */
export class Pairing {
  #tell;
  #socket;
  #phone;
  #since;
  #asked = false;

  constructor(tell) {
    this.#tell = tell;
  }

  /** A new connection, which shows codes of its own. */
  begin(socket) {
    this.#socket = socket;
    this.#since = undefined;
    this.#asked = false;
  }

  /** Baileys made a QR code: WhatsApp is ready to link. */
  shown(text) {
    const first = this.#since === undefined;
    this.#since ??= Date.now();
    if (this.#phone) this.#ask();
    else this.#tell({ e: 'qr', text, ms: first ? FIRST_QR_MS : NEXT_QR_MS });
  }

  /** Somebody would rather type a code on the phone with this number. */
  requestCode(phone) {
    const other = this.#phone !== phone;
    this.#phone = phone;
    if (other) this.#asked = false;
    if (this.#since !== undefined) this.#ask();
  }

  #ask() {
    if (this.#asked) return;
    this.#asked = true;
    const ms = Math.max(1000, this.#since + ALL_QRS_MS - Date.now());
    this.#socket
      .requestPairingCode(this.#phone)
      .then((code) => this.#tell({ e: 'code', code, ms }))
      // The connection broke, and its end is told by itself.
      .catch(() => {});
  }
}
