// The line to the house: one conversation over HTTP, nothing lost and nothing doubled whatever the network does.

const ANSWER_WITHIN = 20_000; // ms
const SILENCE = 45_000; // the house pings more often; a longer silence is a dead line that looks alive

/** The house said no. `message` is for the customer: only about words (422) and haste (429) does the house speak in designers' words. */
export class Refused extends Error {
  /** @param {number} status @param {string} [detail] */
  constructor(status, detail) {
    super([422, 429].includes(status) ? detail : "");
    this.status = status;
    this.gone = [401, 403, 404, 410].includes(status);
    this.final = status < 500 && status !== 429;
  }
}

export class Line {
  last = 0; // number of the last message heard
  #mute = 0; // streams in a row that let no word through: at two, ask in rounds
  #stop = new AbortController();
  #cut = () => {};
  #wake = () => {};

  /** @param {string} api @param {import("./basics.js").Memory} memory @param {Listener} tell */
  constructor(api, memory, tell) {
    this.api = api;
    this.memory = memory;
    this.tell = tell;
    addEventListener("online", () => this.#wake());
    addEventListener("focus", () => this.#wake());
    addEventListener("offline", () => this.#cut());
  }

  /** Opens a conversation and keeps its token; asks again until the house answers. @param {() => object} who read anew at each attempt */
  async begin(who) {
    for (let failures = 0; !this.memory.data.session; ) {
      try {
        const session = await this.#json("", who());
        this.memory.set({ session });
        this.last = 0;
      } catch (error) {
        if (error.final) throw error;
        this.tell.line(false);
        await this.#pause(++failures);
      }
    }
    this.tell.line(true);
  }

  /** Posts until the house has it; a repeat with the same client id gets the first answer. @param {string} path @param {object} body */
  async post(path, body) {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#json(path, body);
      } catch (error) {
        if (error.final || attempt > 1) throw error;
        await this.#pause(attempt);
      }
    }
  }

  /** Follows the conversation until stopped or gone. @param {boolean} caughtUp false after a reload: history comes first */
  async listen(caughtUp) {
    const { signal } = (this.#stop = new AbortController());
    for (let failures = 0; !signal.aborted; ) {
      try {
        if (!caughtUp) this.tell.history(await this.#missed());
        caughtUp = true;
        await this.#sync();
        if (this.#mute > 1) (await this.#json(`/events?after=${this.last}&wait=10`)).events.forEach((/** @type {Message} */ m) => this.#take(m));
        else await this.#stream();
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        if (error.gone) return this.tell.lost();
        if (failures++) this.tell.line(false); // one quiet reconnect is not worth a word
      }
      await this.#pause(failures);
    }
  }

  stop() {
    this.#stop.abort();
    this.#wake();
  }

  /** Reads owner, queue and consent. */
  async #sync() {
    this.tell.state(await this.#json(""));
    this.tell.line(true);
  }

  /** Everything after the last number heard, in order. */
  async #missed() {
    const all = /** @type {Message[]} */ ([]);
    for (let page; !page || page.length; all.push(...page)) {
      page = (await this.#json(`/events?after=${this.last}`)).events.filter((/** @type {Message} */ m) => this.#isNew(m));
    }
    return all;
  }

  async #stream() {
    const watch = new AbortController();
    this.#cut = () => watch.abort();
    let timer = setTimeout(this.#cut, ANSWER_WITHIN);
    this.#mute++;
    try {
      const signal = AbortSignal.any([watch.signal, this.#stop.signal]);
      const answer = await this.#call(`/events?after=${this.last}`, { accept: "text/event-stream", signal });
      if (!answer.headers.get("content-type")?.startsWith("text/event-stream")) return;
      const reader = /** @type {ReadableStream} */ (answer.body).pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = ""; ; ) {
        const { value, done } = await reader.read();
        if (done) return;
        this.#mute = 0;
        clearTimeout(timer);
        timer = setTimeout(this.#cut, SILENCE);
        const blocks = (rest + value).split(/\r?\n\r?\n/);
        rest = blocks.pop() ?? "";
        for (const block of blocks) await this.#block(block);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {string} block one server-sent event */
  async #block(block) {
    const field = (/** @type {string} */ name) => block.match(RegExp(`^${name}: ?(.*)`, "m"))?.[1] ?? "";
    const kind = field("event");
    const data = JSON.parse(field("data") || "{}");
    if (kind === "message") await this.#take(data);
    else if (kind === "typing") this.tell.typing(data);
    else if (kind === "queue") this.tell.state({ queue: "ahead" in data ? data : null });
    else if (kind === "owner") this.tell.state(data);
  }

  /** @param {Message} message */
  async #take(message) {
    if (message.number > this.last + 1) (await this.#missed()).forEach((missed) => this.tell.message(missed));
    if (this.#isNew(message)) this.tell.message(message);
  }

  /** @param {Message} message @returns {boolean} false for a repeat */
  #isNew({ number }) {
    const isNew = number > this.last;
    if (isNew) this.last = number;
    return isNew;
  }

  /** A line that breaks counts as a busy house. @param {string} path @param {object} [body] a body makes it a POST */
  async #json(path, body) {
    try {
      return await (await this.#call(path, { body })).json();
    } catch (error) {
      throw error instanceof Refused ? error : new Refused(503);
    }
  }

  /** @param {string} path @param {{body?: object, accept?: string, signal?: AbortSignal}} how */
  async #call(path, { body, accept = "application/json", signal = AbortSignal.timeout(ANSWER_WITHIN) }) {
    const { id, token } = this.memory.data.session ?? {};
    const answer = await fetch(`${this.api}/api/conversations${id ? `/${id}` : ""}${path}`, {
      method: body ? "POST" : "GET",
      headers: { accept, ...(token && { authorization: `Bearer ${token}` }), ...(body && { "content-type": "application/json" }) },
      body: body && JSON.stringify(body),
      cache: "no-store",
      credentials: "omit",
      signal,
    });
    if (!answer.ok) throw new Refused(answer.status, (await answer.json().catch(() => ({}))).detail);
    return answer;
  }

  /** A growing, jittered pause, so that a restarted house is not stormed. @param {number} failures */
  #pause(failures) {
    return new Promise((resolve) => {
      this.#wake = () => resolve(0);
      setTimeout(resolve, Math.min(20_000, 300 * 2 ** failures) * (0.5 + Math.random() / 2));
    });
  }
}
