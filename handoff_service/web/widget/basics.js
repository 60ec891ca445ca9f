// What every part of the widget needs: elements without HTML parsing, the tab's memory, the designers' words.

const PATHS = {
  chat: "M4 5h16v11H10l-5 4v-4H4z",
  close: "M6 6l12 12M18 6 6 18",
  send: "M4 12 20 4l-5 16-4-7zM11 13l9-9",
  person: "M12 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 20c.5-4 3.5-6 7-6s6.5 2 7 6",
  bot: "M5 9h14v10H5zM12 9V5M9.5 13v2M14.5 13v2",
  exit: "M11 4H5v16h6M15 8l4 4-4 4M19 12H9",
  care: "M12 20S4.5 15 4.5 10A4 4 0 0 1 12 7.5 4 4 0 0 1 19.5 10C19.5 15 12 20 12 20z",
};

/**
 * Makes an element; strings become text, functions listeners, and each class is also a `part` for the page's style.
 * @param {string} tag @param {Record<string, any>} [attrs] @param {...any} children falsy ones are left out
 */
export function h(tag, attrs = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) {
    if (name === "class") node.setAttribute("part", value);
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value || value === "") node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter(Boolean));
  return node;
}

/** A decorative icon; its meaning stands beside it in words. @param {keyof typeof PATHS} name */
export function icon(name) {
  const [svg, path] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** @param {string} kind class @param {keyof typeof PATHS | ""} sign @param {string} text @param {() => void} click @param {Record<string, any>} [attrs] */
export function button(kind, sign, text, click, attrs) {
  return h("button", { type: "button", class: kind, click, ...attrs }, sign && icon(sign), h("span", {}, text));
}

/** What one tab remembers across a reload. It dies with the tab; where storage is forbidden, with the page. */
export class Memory {
  /** @type {Record<string, any>} */
  data = {};

  /** @param {string} key two houses on one page do not share a memory */
  constructor(key) {
    this.key = key;
    try {
      this.data = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    } catch {}
  }

  /** @param {Record<string, any>} values undefined forgets */
  set(values) {
    Object.assign(this.data, values);
    try {
      sessionStorage.setItem(this.key, JSON.stringify(this.data));
    } catch {}
  }

  /** Leaves no trace of the visit in this tab. */
  wipe() {
    this.data = {};
    try {
      sessionStorage.clear();
    } catch {}
  }
}

/**
 * TOTAL LOSS OF THE HOUSE ONLY: sentences for when the designers' words (data/responses/widget.yml) cannot be read.
 * A label that is missing here is shown by its name: "not_sent" reads "not sent".
 * @type {Record<string, string>}
 */
const LAST_RESORT = {
  ai_notice: "You're writing with an automated assistant, not a person. You can ask for a person at any time.",
  tone_notice: "May the assistant read the tone of your messages?",
  tone_exception: "Either way, signs of danger bring in a person.",
  consent_yes: "Yes, read the tone",
  consent_no: "No, don't read it",
  assistant_mark: "automated",
  agent_mark: "person",
  offline: "The chat can't be reached. What you wrote is kept here.",
};

/** The designers' words; never fails. @param {string} api @param {string} locale @returns {Promise<Word>} */
export async function loadWords(api, locale) {
  /** @type {Record<string, string>} */
  let words = {};
  try {
    const answer = await fetch(`${api}/api/words?language=${locale.split("-")[0]}`, { signal: AbortSignal.timeout(4000) });
    if (answer.ok) words = await answer.json();
  } catch {}
  return (name, values = {}) =>
    (words[`utter_widget_${name}`] ?? LAST_RESORT[name] ?? name.replaceAll("_", " ")).replace(/\{(\w+)\}/g, (whole, key) => `${values[key] ?? whole}`);
}
