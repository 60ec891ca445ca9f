// <heard-chat>: a customer's door to the house: consent first, then a conversation that survives reloads and bad lines.
import { h, loadWords, Memory } from "./basics.js";
import { Transcript } from "./messages.js";
import { Outbox } from "./outbox.js";
import { Panel } from "./panel.js";
import { Line } from "./transport.js";

const TWICE_WITHIN = 1500; // ms between two Escapes that leave the page
const TYPING_FOR = 30_000; // ms that "is typing" is believed if its end gets lost

class HeardChat extends HTMLElement {
  /** @type {Memory} */ memory;
  /** @type {Line} */ wire;
  /** @type {Outbox} */ outbox;
  /** @type {Word} */ word;
  /** @type {Panel} */ panel;
  /** @type {Transcript} */ log;
  /** @type {Promise<void>|undefined} the beginning that is under way */ starting;
  api = "";
  locale = "";
  #crisis = false;
  #escaped = -TWICE_WITHIN;
  #typing = 0;
  /** @type {State} */
  #state = { owner: "bot", agent: null, consent: { tone: true }, queue: null };

  async connectedCallback() {
    document.addEventListener("keydown", this.#onEscape);
    if (this.wire) return this.memory.data.session && this.wire.listen(false);
    this.api = (this.getAttribute("api") ?? new URL("..", import.meta.url).href).replace(/\/+$/, "");
    this.locale = this.getAttribute("locale") || document.documentElement.lang || navigator.language;
    this.memory = new Memory(`heard:${this.api}`);
    this.wire = new Line(this.api, this.memory, this);
    this.outbox = new Outbox(this.memory, this.wire, this);
    this.word = await loadWords(this.api, this.locale);
    this.#build();
    if (this.memory.data.session) this.#talk(false);
    else this.panel.show();
    if (this.memory.data.open) this.open({ focus: false });
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#onEscape);
    this.wire.stop();
  }

  // What the customer does. Arrow functions: they are handed out as listeners.

  /** Opens the panel. @param {{draft?: string, focus?: boolean}} [how] draft: words for an empty field */
  open = ({ draft = "", focus = true } = {}) => {
    this.memory.set({ open: true });
    this.panel.toggle(true);
    if (draft && !this.panel.input.value) this.panel.write(draft);
    this.log.toEnd();
    if (focus) this.panel.focus();
  };

  /** Closes the panel; the conversation goes on. */
  close = () => {
    this.memory.set({ open: false });
    this.panel.toggle(false);
    this.panel.launcher.focus();
  };

  /** Leaves the page at once, without a trace in this tab. */
  leave = () => {
    this.memory.wipe();
    this.wire.stop();
    document.title = "";
    document.body.replaceChildren();
    location.replace(this.getAttribute("exit") ?? "https://www.wikipedia.org/");
  };

  /** @param {boolean} tone whether the tone of the messages may be read @returns {Promise<boolean>} whether the talk has begun */
  consent = async (tone) => {
    this.memory.set({ tone });
    this.starting ??= this.wire.begin(() => ({
      channel: this.getAttribute("channel") ?? "web",
      locale: this.locale,
      name: this.getAttribute("name") ?? undefined,
      consent: { tone: this.memory.data.tone },
    }));
    const begun = await this.#done(this.starting);
    this.starting = undefined;
    if (begun && !this.panel.talking) this.#talk(true);
    this.panel.focus();
    return begun;
  };

  send = () => {
    const text = this.panel.input.value.trim();
    this.panel.focus();
    if (!text) return;
    this.panel.write("");
    this.outbox.add(text);
  };

  /** A quick reply. @param {string} title @param {string} token */
  choose = (title, token) => {
    this.outbox.add(title, token);
    this.panel.focus();
  };

  /** Keeps unsent words over a reload. */
  keep = () => this.memory.set({ draft: this.panel.input.value });

  /** @param {string} id */
  retry = (id) => {
    this.outbox.retry(id);
    this.panel.focus();
  };

  person = async () => {
    // Before the consent step is answered nothing was agreed to, so no tone is read.
    if (this.memory.data.session || (await this.consent(false))) await this.#done(this.wire.post("/person", {}));
  };

  /** Leaves the queue. */
  stay = () => this.#done(this.wire.post("/assistant", {}));

  switchTone = async () => {
    const consent = { tone: !this.#state.consent.tone };
    if (await this.#done(this.wire.post("/consent", consent))) this.state({ consent });
  };

  // What the outbox tells.

  /** @param {Draft} draft */
  shown(draft) {
    this.log.draft(draft);
  }

  /** @param {Draft} draft @param {DraftState} state @param {string} [why] the house's own sentence */
  marked(draft, state, why) {
    this.log.mark(draft, state);
    this.panel.say({ notice: state === "not_sent" ? why || this.word(state) : "" });
  }

  /** The words go back into the field, so that they can be changed. @param {Draft} draft @param {import("./transport.js").Refused} why */
  refused(draft, why) {
    if (why.gone) return this.lost(draft.text);
    this.log.withdraw(draft);
    if (!this.panel.input.value && !draft.button) this.panel.write(draft.text);
    this.panel.say({ notice: why.message || this.word(why.status === 413 ? "too_long" : "not_sent") });
  }

  // What the line tells.

  /** @param {Message[]} messages */
  history(messages) {
    messages.forEach((message) => this.#hear(message));
    if (this.log.goLive()) this.outbox.resume();
  }

  /** @param {Message} message */
  message(message) {
    this.#hear(message);
    if (message.author !== "customer" && this.panel.node.hidden) this.panel.announce(`${this.word("new_messages")}: ${this.log.speaker(message)}`);
  }

  /** @param {Partial<State>} change */
  state(change) {
    Object.assign(this.#state, change);
    this.panel.state(this.#state);
  }

  /** @param {Speaker & {on: boolean}} who */
  typing({ on, ...who }) {
    clearTimeout(this.#typing);
    this.panel.say({ typing: on ? `${this.log.speaker(who)} ${this.word("typing")}` : "" });
    if (on) this.#typing = setTimeout(() => this.typing({ on: false }), TYPING_FOR);
  }

  /** @param {boolean} up */
  line(up) {
    const back = up && this.panel.isDown;
    this.panel.say({ line: up ? "" : this.word("reconnecting") });
    if (back) this.outbox.retry();
  }

  /** The conversation is gone: begin anew, with the customer's words kept. @param {string} [text] */
  lost(text = this.outbox.waiting[0]?.text) {
    this.wire.stop();
    this.memory.set({ session: undefined, waiting: undefined });
    if (text && !this.panel.input.value) this.panel.write(text);
    this.panel.show();
    this.panel.say({ line: "", notice: this.word("offline") });
  }

  // How it is put together.

  #build() {
    this.panel = new Panel(this);
    this.panel.input.value = this.memory.data.draft ?? "";
    this.log = new Transcript(this);
    const root = h("div", { class: "root", hidden: true }, ...this.panel.nodes);
    const reveal = () => root.removeAttribute("hidden");
    const href = new URL("widget.css", import.meta.url).href;
    this.attachShadow({ mode: "open" }).append(h("link", { rel: "stylesheet", href, load: reveal, error: reveal }), root);
  }

  /** Shows the transcript and follows the conversation. @param {boolean} isNew */
  #talk(isNew) {
    this.log.clear();
    this.panel.show(this.log.scroller, this.log.more);
    if (isNew) this.log.goLive();
    // What the consent step has already said is not said again.
    for (const { response, text } of this.memory.data.session.notices) if (!response.includes("widget")) this.log.note(text);
    this.wire.listen(isNew);
  }

  /** @param {Message} message */
  #hear(message) {
    this.outbox.settle(message.client_id);
    this.#crisis ||= message.purpose === "crisis";
    this.panel.exit.hidden = !this.#crisis;
    this.log.add(message);
  }

  /** Whether the house did as asked; if not, the customer reads why. @param {Promise<any>} asked @returns {Promise<boolean>} */
  async #done(asked) {
    const notice = await asked.then(() => "", (no) => no.message || this.word("offline"));
    this.panel.say({ notice });
    return !notice;
  }

  #onEscape = (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    if (this.#crisis && event.timeStamp - this.#escaped < TWICE_WITHIN) return this.leave();
    this.#escaped = event.timeStamp;
    if (!this.panel?.node.hidden && event.composedPath().includes(this)) this.close();
  };
}

customElements.define("heard-chat", HeardChat);
