// Draws the transcript: history outside the live region, additions inside it, text always as text.
import { button, h, icon } from "./basics.js";

// Looked for in words of crisis alone, which only the house can mark: secure pages and numbers of three digits or more.
const HELP = /(https:\/\/[^\s,;)]+[^\s,;).]|[+*]?\d[\d -]+\d)/;
// A number is written to where the words before it say so; "call or text" calls.
const TEXT = /^(?!.*(call|llame)).*(text|env.e)/i;

/** Text with its help as links: a page, a text message, or a call. @param {string} text @returns {(string|Node)[]} */
function withHelp(text) {
  return text.split(HELP).map((part, i, all) => {
    if (i % 2 === 0) return part;
    if (part[0] === "h") return h("a", { href: part, target: "_blank", rel: "noreferrer" }, part.slice(8));
    return h("a", { href: (TEXT.test(all[i - 1]) ? "sms:" : "tel:") + part.replace(/[ -]/g, "") }, part);
  });
}

export class Transcript {
  #top = 0; // where the end was when it was last shown or told of
  #day = "";
  /** @type {HTMLElement|undefined} words of help, in sight until somebody speaks */
  #help;
  /** @type {Map<any, HTMLElement>} drafts that the house has not numbered yet */
  #drafts = new Map();

  /** @param {Doings} chat */
  constructor(chat) {
    this.chat = chat;
    this.history = h("ol");
    this.live = h("ol");
    this.list = this.history;
    const log = h("div", { role: "log", "aria-live": "polite", "aria-relevant": "additions" }, this.live);
    const region = { class: "scroll", role: "region", tabindex: "0", "aria-label": chat.word("conversation"), scroll: () => this.#look() };
    this.scroller = h("div", region, this.history, log);
    this.more = button("more", "", chat.word("new_messages"), () => this.toEnd((this.#help = undefined)), { hidden: true });
    new ResizeObserver(() => this.#atEnd && this.toEnd()).observe(this.scroller); // a banner must not push the end out of sight
  }

  /** From here on additions are spoken by screen readers. @returns {boolean} whether that is new */
  goLive() {
    const isNew = this.list !== this.live;
    this.list = this.live;
    this.toEnd();
    return isNew;
  }

  clear() {
    this.history.replaceChildren();
    this.live.replaceChildren();
    this.#drafts.clear();
    this.list = this.history;
    this.#day = "";
  }

  /** A notice that is no numbered message. @param {string} text */
  note(text) {
    this.list.append(this.#item({ author: "system", purpose: "notice", text }));
  }

  /** @param {Message} message */
  add(message) {
    const back = !this.#atEnd;
    const draft = this.#drafts.get(message.client_id);
    this.mark(message, "sent");
    this.#drafts.delete(message.client_id);
    const item = draft ?? this.#item(message);
    if (["customer", "agent"].includes(message.author)) this.#closeChoices();
    this.#place(item, message);
    if (message.purpose === "crisis") this.#help = item;
    else if (message.author !== "system") this.#help = undefined;
    if (this.list === this.history) return;
    if (!back) return this.toEnd(this.#help ?? item);
    this.#top = this.#end;
    this.more.hidden = message.author === "customer";
  }

  /** Shows the customer's words at once, before the house has them. @param {Draft} draft */
  draft({ client_id, text }) {
    const item = this.#item({ author: "customer", purpose: "", text, at: new Date().toISOString() });
    this.#drafts.set(client_id, item);
    this.#closeChoices();
    this.#help = undefined;
    this.list.append(item);
    this.toEnd();
  }

  /** @param {{client_id?: string|null}} draft @param {DraftState} state */
  mark({ client_id }, state) {
    const { word, retry } = this.chat;
    const again = state === "not_sent" && button("retry", "", word("retry"), () => retry(client_id ?? ""));
    this.#drafts.get(client_id)?.querySelector(".state")?.replaceChildren(...[word(state), again].filter((x) => x !== false));
  }

  /** Takes back words that the house refused. @param {Draft} draft */
  withdraw({ client_id }) {
    this.#drafts.get(client_id)?.remove();
    this.#drafts.delete(client_id);
  }

  /** @param {Speaker} who */
  speaker({ author, name }) {
    return name || this.chat.word({ customer: "you", bot: "assistant", agent: "agent_mark" }[author ?? ""] ?? "system");
  }

  /** Shows the end, or the beginning of an item that is too tall to be seen whole, as words of help may be. @param {HTMLElement} [item] */
  toEnd(item = this.#help) {
    const to = item ? Math.min(this.#end, item.offsetTop - 8) : this.#end;
    this.#top = item === this.#help ? to : this.#end;
    this.scroller.scrollTop = to;
    this.#look();
  }

  /** Numbered messages stand before drafts, each under its day. @param {HTMLElement} item @param {Message} message */
  #place(item, { at }) {
    const [before = null] = this.#drafts.values();
    // Moving an item that stands right would make screen readers speak it again.
    const late = before && before.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (!item.isConnected || late) this.list.insertBefore(item, before);
    const day = this.#dayName(at);
    if (day !== this.#day) item.before(h("li", { class: "day" }, day));
    this.#day = day;
  }

  /** @param {Partial<Message>} m */
  #item({ author = "system", name, purpose, text = "", at, number, buttons = [] }) {
    const { word, leave, choose, locale } = this.chat;
    const crisis = purpose === "crisis";
    const mark = author === "bot" ? "assistant_mark" : author === "agent" && "agent_mark";
    const sign = crisis ? "care" : mark && (author === "bot" ? "bot" : "person");
    const time = at && new Intl.DateTimeFormat(locale, { timeStyle: "short" }).format(new Date(at));
    return h(
      "li",
      { class: `item ${author}${crisis ? " crisis" : ""}` },
      h("p", { class: "who" }, sign && h("span", { class: "face" }, icon(sign)), h("b", {}, this.speaker({ author, name })), mark && h("i", {}, word(mark))),
      h("p", { class: "bubble", dir: "auto" }, ...(crisis ? withHelp(text) : [text])),
      crisis && h("p", { class: "way-out" }, button("exit", "exit", word("quick_exit"), leave), h("small", {}, word("quick_exit_hint"))),
      buttons.length && h("p", { class: "choices" }, ...buttons.map((b) => button("choice", "", b.title, () => choose(b.title, b.token)))),
      at && h("p", { class: "meta", "aria-live": "off" }, h("time", { datetime: at }, time), author === "customer" && h("span", { class: "state" }, word(number ? "sent" : "sending"))),
    );
  }

  /** What a person says answers the bot's questions before it. */
  #closeChoices() {
    this.scroller.querySelectorAll(".choices").forEach((old) => old.remove());
  }

  /** @param {string} at */
  #dayName(at) {
    const days = Math.round((new Date(at).setHours(0, 0, 0, 0) - new Date().setHours(0, 0, 0, 0)) / 864e5);
    const name = { 0: "today", "-1": "yesterday" }[days];
    return name ? this.chat.word(name) : new Intl.DateTimeFormat(this.chat.locale, { dateStyle: "long" }).format(new Date(at));
  }

  get #end() {
    return this.scroller.scrollHeight - this.scroller.clientHeight;
  }

  /** A reader who looks back is told of news, not moved; a banner that takes room moves nobody back. */
  get #atEnd() {
    return this.scroller.scrollTop > Math.min(this.#top, this.#end) - 60;
  }

  #look() {
    if (this.#atEnd) this.more.hidden = true;
  }
}
