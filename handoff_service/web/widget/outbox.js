// Keeps what the customer sent until the house has it, over lost lines and reloads; the client id makes repeats harmless.

// 128 random bits; randomUUID is missing on plain http away from localhost.
const newId = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

export class Outbox {
  #queue = Promise.resolve();

  /** @param {import("./basics.js").Memory} memory @param {import("./transport.js").Line} line @param {Sender} tell */
  constructor(memory, line, tell) {
    this.memory = memory;
    this.line = line;
    this.tell = tell;
  }

  /** @returns {Draft[]} */
  get waiting() {
    return this.memory.data.waiting ?? [];
  }

  /** @param {string} text @param {string} [button] the signed token of a quick reply */
  add(text, button) {
    const draft = { client_id: newId(), text, button };
    this.memory.set({ waiting: [...this.waiting, draft] });
    this.tell.shown(draft);
    this.#post(draft);
  }

  /** After a reload: shows what was on its way and sends it again. */
  resume() {
    for (const draft of this.waiting) {
      this.tell.shown(draft);
      if (draft.failed) this.tell.marked(draft, "not_sent");
      else this.#post(draft);
    }
  }

  /** @param {string} [id] one message, or all that failed */
  retry(id) {
    for (const draft of this.waiting) if (draft.failed && (!id || id === draft.client_id)) this.#post(draft);
  }

  /** The house has it. @param {string|null} [id] */
  settle(id) {
    if (this.#has(id)) this.memory.set({ waiting: this.waiting.filter((d) => d.client_id !== id) });
  }

  /** One after the other, so that order is kept. @param {Draft} draft */
  #post(draft) {
    const { client_id, text, button } = draft;
    const mark = (/** @type {boolean} */ failed, why = "") => {
      this.memory.set({ waiting: this.waiting.map((d) => (d.client_id === client_id ? { ...d, failed } : d)) });
      this.tell.marked(draft, failed ? "not_sent" : "sending", why);
    };
    mark(false);
    this.#queue = this.#queue.then(async () => {
      try {
        await this.line.post("/messages", button ? { client_id, button } : { client_id, text });
        this.settle(client_id);
        this.tell.marked(draft, "sent");
      } catch (error) {
        if (!this.#has(client_id)) return; // told by the stream meanwhile
        if (!error.final) return mark(true, error.message);
        this.settle(client_id);
        this.tell.refused(draft, error);
      }
    });
  }

  /** @param {string|null} [id] */
  #has(id) {
    return this.waiting.some((d) => d.client_id === id);
  }
}
