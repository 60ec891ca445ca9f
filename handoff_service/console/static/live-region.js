// Keeps a page current: one numbered event stream whose fragments settle into the [data-live] places of the page.
const RETRY_MS = [1000, 2000, 5000, 10000];

/** Makes `place` hold the children of `fresh`; children with the same id that did not change stay, with their focus and state. */
const settle = (place, fresh) => {
  const old = new Map([...place.children].map((child) => [child.id, child]));
  const wanted = [...fresh.children].map((child) => {
    const known = old.get(child.id);
    if (!known || !child.id) return child;
    if (known.isEqualNode(child) || (child.dataset.key && child.dataset.key === known.dataset.key)) return known;
    if (child.tagName === "OL" && known.tagName === "OL") return settle(known, child);
    for (const opened of known.querySelectorAll("details[open][id]")) child.querySelector(`#${opened.id}`)?.setAttribute("open", "");
    known.dispatchEvent(new CustomEvent("live:leaving", { bubbles: true, detail: { fresh: child } }));
    return child;
  });
  for (const child of [...place.children]) if (!wanted.includes(child)) child.remove();
  wanted.forEach((child, index) => {
    if (place.children[index] !== child) place.insertBefore(child, place.children[index] ?? null);
    globalThis.htmx?.process(child);
  });
  return place;
};

const focusMark = () => {
  const active = document.activeElement;
  const home = active?.closest("[id]");
  return home && { id: home.id, at: [...home.querySelectorAll("a,button,textarea")].indexOf(active), active };
};

const refocus = (mark) => {
  if (!mark || mark.active.isConnected) return;
  const home = document.getElementById(mark.id);
  const again = mark.at < 0 ? home : home?.querySelectorAll("a,button,textarea")[mark.at];
  (again ?? document.getElementById("main")).focus();
};

class LiveRegion extends HTMLElement {
  #failures = 0;
  #source = null;
  #title = document.title;

  connectedCallback() {
    this.#badge();
    for (const box of this.querySelectorAll("[data-follow]")) box.scrollTop = box.scrollHeight;
    if (this.getAttribute("src")) this.#open();
    globalThis.addEventListener("pagehide", () => this.#source?.close());
  }

  #open() {
    const source = new EventSource(`${this.getAttribute("src")}?after=${this.getAttribute("last")}`);
    this.#source = source;
    source.addEventListener("open", () => { this.#failures = 0; this.#say(false); });
    source.addEventListener("error", () => this.#lost(source));
    source.addEventListener("signed-out", () => { source.close(); this.#say(true); });
    for (const place of this.querySelectorAll("[data-live]")) {
      source.addEventListener(place.dataset.live, (event) => this.#take(place, event));
    }
  }

  #lost(source) {
    source.close();
    const wait = RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)];
    this.#failures += 1;
    if (this.#failures > 1) this.#say(true);
    setTimeout(() => this.isConnected && this.#open(), wait + Math.random() * 500);
  }

  #take(place, event) {
    const fresh = document.createElement("template");
    fresh.innerHTML = event.data;
    if (place.hasAttribute("data-append")) this.#append(place, fresh.content);
    else { const mark = focusMark(); settle(place, fresh.content); refocus(mark); }
    if (event.lastEventId) this.setAttribute("last", event.lastEventId);
    this.#badge();
  }

  #append(place, fresh) {
    const box = place.closest("[data-follow]");
    const follows = box && box.scrollHeight - box.scrollTop - box.clientHeight < 80;
    for (const child of [...fresh.children]) if (!document.getElementById(child.id)) place.append(child);
    if (follows) box.scrollTop = box.scrollHeight;
  }

  #badge() {
    const count = Number(this.querySelector("[data-badge]")?.dataset.badge ?? 0);
    document.title = count ? `(${count}) ${this.#title}` : this.#title;
  }

  #say(stopped) { const banner = this.querySelector("[data-stopped]"); if (banner) banner.hidden = !stopped; }
}

customElements.define("live-region", LiveRegion);
