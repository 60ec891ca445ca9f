// Makes answering safe and quick: Ctrl+Enter sends once, words are never lost, and every [aria-keyshortcuts] key works.
const form = () => document.querySelector("[data-composer]");
const unsent = (shown) => { const note = form()?.querySelector("[data-unsent]"); if (note) note.hidden = !shown; };

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.closest("[data-composer]")) {
    event.preventDefault();
    form().requestSubmit();
  }
});

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || !/^Key[A-Z]$/.test(event.code)) return;
  const target = document.querySelector(`[aria-keyshortcuts="Alt+${event.code.slice(3)}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.matches("textarea")) target.focus();
  else target.click();
});

document.addEventListener("htmx:beforeRequest", () => unsent(false));
document.addEventListener("htmx:sendError", () => unsent(true));
document.addEventListener("htmx:timeout", () => unsent(true));
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.requestConfig?.verb === "post") document.getElementById("reply")?.focus();
});

// The composer may leave while words stand in it (another agent took over, the customer closed): they stay readable.
document.addEventListener("live:leaving", (event) => {
  const words = event.target.querySelector?.("#reply")?.value;
  if (!words) return;
  const next = event.detail.fresh.querySelector("#reply");
  if (next) { next.value = words; return; }
  const kept = Object.assign(document.createElement("textarea"), { value: words, readOnly: true, rows: 3 });
  kept.setAttribute("aria-label", "Your unsent words");
  event.detail.fresh.append(kept);
});
