// Makes the preview quick with the keyboard: shortcuts, the typed history under the up arrow, focus and open details kept.
const box = () => document.getElementById("text");
const opened = new Set();
let at = 0;

document.addEventListener("keydown", (event) => {
  if (event.target !== box() || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  const typed = JSON.parse(box().form.dataset.typed);
  at = Math.min(Math.max(at + (event.key === "ArrowUp" ? 1 : -1), 0), typed.length);
  box().value = at ? typed[typed.length - at] : "";
  event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || !/^Key[A-Z]$/.test(event.code)) return;
  const target = document.querySelector(`[aria-keyshortcuts="Alt+${event.code.slice(3)}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.matches("input")) target.focus();
  else target.click();
});

// A new stage replaces the old one: what was opened, begun or scrolled to in the old one stays.
let draft = "";
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "stage") return;
  opened.clear();
  for (const one of document.querySelectorAll("details[open][id]")) opened.add(one.id);
  draft = /\/(say|restart)$/.test(event.detail.requestConfig.path) ? "" : box()?.value;
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (!document.getElementById("stage")?.contains(document.querySelector("[data-news]"))) return;
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  if (draft && box() && !box().value) box().value = draft;
  at = 0;
  // The stage is new as a whole, so what changed is said from a place that stays.
  document.getElementById("told").textContent = document.getElementById("stage").dataset.told;
  const path = event.detail.requestConfig?.path ?? "";
  if (/\/(say|press|handback|undo|restart)$/.test(path)) {
    box()?.focus({ preventScroll: true });
    document.querySelector(".turn:last-child")?.scrollIntoView({ block: "nearest" });
  }
});

// A disclosure hides the line that an address points at: open what holds it.
const show = () => document.getElementById(location.hash.slice(1))?.closest("details")?.setAttribute("open", "");
addEventListener("hashchange", show);
show();
