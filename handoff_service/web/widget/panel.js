// The widget's fixed parts and what they show: launcher, head, banner, consent, composer, and the controls that never leave.
import { button, h, icon } from "./basics.js";

/** Sets words only when they change, so that a status is not spoken twice. @param {Element} node @param {string} text */
function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export class Panel {
  /** What the status line could say, most important first. */
  #says = { line: "", notice: "", typing: "" };
  #unread = 0;
  /** @type {HTMLTextAreaElement} */ input;
  /** @type {HTMLElement} */ form;
  /** @type {HTMLElement} */ exit;
  /** @type {HTMLElement} */ who;
  /** @type {HTMLElement} */ face;

  /** @param {Doings} chat */
  constructor(chat) {
    const { word } = (this.chat = chat);
    this.badge = h("span", { class: "badge", hidden: true });
    this.launcher = button("launcher", "chat", word("open"), chat.open);
    this.launcher.append(this.badge);
    this.announcer = h("p", { class: "unseen", role: "status" });
    this.wait = h("p", { role: "status" });
    this.stay = button("stay", "", word("stay_with_assistant"), chat.stay, { hidden: true });
    this.status = h("p", { class: "status", role: "status" });
    this.stage = h("div", { class: "stage" });
    this.person = button("person", "person", word("talk_to_person"), chat.person);
    this.tone = button("tone", "", "", chat.switchTone);
    const foot = h("div", { class: "foot" }, this.person, this.tone);
    const parts = [this.#head(), h("div", { class: "banner" }, this.wait, this.stay), this.stage, this.status, this.#composer(), foot];
    this.node = h("section", { class: "panel", role: "dialog", "aria-labelledby": "title", hidden: true }, ...parts);
    this.nodes = [this.launcher, this.node, this.announcer];
  }

  /** @param {boolean} open */
  toggle(open) {
    this.node.hidden = !open;
    this.launcher.hidden = open;
    if (open) this.#count(0);
  }

  /** Shows the transcript and the composer, or the consent step. @param {...Node} transcript */
  show(...transcript) {
    this.talking = transcript.length > 0;
    this.stage.replaceChildren(...(this.talking ? transcript : [this.#consent()]));
    this.form.hidden = this.tone.hidden = !this.talking;
  }

  focus() {
    /** @type {HTMLElement} */ (this.talking ? this.input : this.stage.querySelector("button")).focus();
  }

  /** @param {string} text what the field holds from now on */
  write(text) {
    this.input.value = text;
    this.chat.keep();
  }

  /** @param {{line?: string, notice?: string, typing?: string}} change */
  say(change) {
    const { line, notice, typing } = Object.assign(this.#says, change);
    put(this.status, line || notice || typing);
    this.status.classList.toggle("typing", !line && !notice && !!typing);
  }

  get isDown() {
    return !!this.#says.line;
  }

  /** Words for a customer who has closed the panel. @param {string} text */
  announce(text) {
    this.#count(++this.#unread);
    this.announcer.textContent = text;
  }

  /** Who holds the conversation, what the wait is, whether tone is read. @param {State} state */
  state({ owner, agent, queue, consent }) {
    const { word } = this.chat;
    const withPerson = owner === "agent";
    put(this.wait, owner === "queue" && queue ? this.#wait(queue) : "");
    put(this.who, withPerson ? `${agent?.name}, ${word("agent_mark")}` : `${word("assistant")}, ${word("assistant_mark")}`);
    this.face.replaceChildren(icon(withPerson ? "person" : "bot"));
    this.person.hidden = withPerson;
    this.stay.hidden = owner !== "queue";
    this.node.dataset.owner = owner;
    put(this.tone, word(consent.tone ? "tone_on" : "tone_off"));
    this.tone.dataset.on = `${consent.tone}`;
  }

  /** The honest wait: what the house knows and no more. @param {Queue} queue */
  #wait({ ahead, wait_minutes }) {
    const { word } = this.chat;
    if (!ahead || !wait_minutes) return word("queue_next");
    return word("queue", { ahead, low: wait_minutes[0], high: wait_minutes[1] });
  }

  /** @param {number} unread */
  #count(unread) {
    this.#unread = unread;
    this.badge.textContent = `${unread}`;
    this.badge.hidden = !unread;
  }

  #head() {
    const { word, leave, close } = this.chat;
    this.who = h("span", { class: "now" }, `${word("assistant")}, ${word("assistant_mark")}`);
    this.face = h("span", { class: "face" }, icon("bot"));
    this.exit = button("exit", "exit", word("quick_exit"), leave, { hidden: true });
    const names = h("div", { class: "names" }, h("h2", { id: "title" }, word("title")), this.who);
    return h("div", { class: "head" }, this.face, names, this.exit, button("close", "close", word("close"), close));
  }

  /** What answers here, what would be read, and two answers of equal weight. */
  #consent() {
    const { word, consent } = this.chat;
    return h(
      "div",
      { class: "consent", role: "region", tabindex: "0", "aria-label": word("title") },
      h("p", {}, icon("bot"), h("span", {}, word("ai_notice"))),
      h("p", {}, icon("chat"), h("span", {}, word("tone_notice"))),
      h("p", {}, icon("care"), h("span", {}, word("tone_exception"))),
      button("choose-tone", "", word("consent_yes"), () => consent(true)),
      button("choose-tone", "", word("consent_no"), () => consent(false)),
    );
  }

  #composer() {
    const { word, send, keep } = this.chat;
    const submit = (/** @type {Event} */ e) => {
      e.preventDefault();
      send();
    };
    const keydown = (/** @type {KeyboardEvent} */ e) => e.key === "Enter" && !e.shiftKey && !e.isComposing && submit(e);
    const label = word("placeholder");
    this.input = /** @type {HTMLTextAreaElement} */ (
      h("textarea", { class: "input", rows: "1", dir: "auto", placeholder: label, "aria-label": label, autocomplete: "off", enterkeyhint: "send", input: keep, keydown })
    );
    this.form = h("form", { class: "composer", hidden: true, submit }, this.input, button("send", "send", word("send"), () => {}, { type: "submit" }));
    return this.form;
  }
}
