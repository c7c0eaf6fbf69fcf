// <form data-compose>: what helps while a post is written. Without scripts the same form works by its buttons alone.

import { addTools } from "./tools.js";
import { keepDrafts } from "./drafts.js";
import { completeNames } from "./names.js";
import { takeFiles } from "./files.js";
import { quotePosts } from "./quotes.js";

function sendByKeys(form, area) {
  form.querySelector("[data-compose-keys]").hidden = false;
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector(".form__actions button:not([name])"));
  });
}

for (const form of document.querySelectorAll("form[data-compose]")) {
  const areas = [...form.querySelectorAll("[data-composer-text]")]; // several where a text is asked for in parts
  const files = takeFiles(form, areas);
  for (const area of areas) {
    addTools(area, files);
    completeNames(form, area);
    sendByKeys(form, area);
  }
  quotePosts(form, areas[0]);
  if (form.dataset.draft) keepDrafts(form, areas);
}
