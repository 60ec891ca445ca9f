// Shows how long somebody has waited, and times of day in the agent's own zone; without script the server's words stay readable.
const MINUTE = 60_000;

const waited = (since, now) => {
  const minutes = Math.max(0, Math.floor((now - since) / MINUTE));
  if (minutes < 1) return "less than a minute";
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

class WaitClock extends HTMLElement {
  #timer = 0;

  connectedCallback() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const since = Date.parse(this.getAttribute("since"));
    const show = () => { root.textContent = Number.isNaN(since) ? this.textContent : waited(since, Date.now()); };
    show();
    this.#timer = setInterval(show, 10_000);
  }

  disconnectedCallback() { clearInterval(this.#timer); }
}

class LocalTime extends HTMLElement {
  connectedCallback() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const at = new Date(this.getAttribute("at"));
    root.textContent = at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    this.title = at.toLocaleString();
  }
}

customElements.define("wait-clock", WaitClock);
customElements.define("local-time", LocalTime);
