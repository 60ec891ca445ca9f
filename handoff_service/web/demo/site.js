// The page's questions open the chat with the words already written; the customer sends them, or changes them first.

for (const asker of document.querySelectorAll("[data-ask]")) {
  asker.addEventListener("click", () => document.querySelector("heard-chat").open({ draft: asker.dataset.ask }));
}
