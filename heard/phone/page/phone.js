/** The phone: shows what its number got and sent, sends words, wishes for faults. Text is always set as text. */
"use strict";

const list = document.getElementById("messages");
const body = document.getElementById("body");
const number = document.getElementById("number");
const said = document.getElementById("said");
let seen = "";

number.value = sessionStorage.getItem("number") || "+1555010" + String(1000 + Math.floor(Math.random() * 9000));
sessionStorage.setItem("number", number.value);

function bubble(message) {
  const item = document.createElement("li");
  const words = document.createElement("p");
  const foot = document.createElement("small");
  const lost = ["failed", "undelivered"].includes(message.status);
  item.className = [message.own ? "own" : "", lost ? "lost" : ""].join(" ");
  words.textContent = message.body;
  const parts = message.num_segments === "1" ? "" : `, ${message.num_segments} segments`;
  foot.textContent = (lost ? `Not delivered (${message.error_code || "the house did not answer"})` : message.status) + parts;
  item.append(words, foot);
  return item;
}

async function follow() {
  const asked = number.value;
  try {
    const answer = await fetch(`/messages?number=${encodeURIComponent(asked)}&seen=${seen}`);
    const news = await answer.json();
    if (asked === number.value && news.seen !== seen) {
      seen = news.seen;
      list.replaceChildren(...news.messages.map(bubble));
      list.scrollTop = list.scrollHeight;
    }
  } catch {
    said.textContent = "The stand-in does not answer. Is the house running?";
    await new Promise((go) => setTimeout(go, 2000));
  }
  follow();
}

async function post(path, content) {
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(content) };
  const answer = await fetch(path, options);
  const told = answer.status === 204 ? {} : await answer.json();
  said.textContent = told.detail || (told.taken === false ? "The house did not take it." : "");
  return answer.ok;
}

async function send(words) {
  if (words.trim()) await post("/texts", { number: number.value, body: words });
}

document.getElementById("write").addEventListener("submit", (event) => {
  event.preventDefault();
  send(body.value);
  body.value = "";
});
body.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});
number.addEventListener("change", () => {
  sessionStorage.setItem("number", number.value);
  seen = "";
  list.replaceChildren();
});
document.getElementById("words").addEventListener("click", (event) => {
  if (event.target.matches("button")) send(event.target.textContent);
});
document.getElementById("wrong").addEventListener("click", async () => {
  const wish = document.getElementById("wish");
  if (await post("/wishes", { next: wish.value })) said.textContent = `Next: ${wish.selectedOptions[0].textContent}.`;
});
follow();
