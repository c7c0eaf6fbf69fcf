// The links of speakers in the editor: copied, and revoked without losing what was typed into the page's form.

import { addCopyLinks } from "../copy_link.js";

async function revoke(event, panel) {
  const button = event.currentTarget;
  const row = button.closest("li");
  const said = row.querySelector("[data-said]");
  const body = new FormData();
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  button.disabled = true;
  const answer = await fetch(button.dataset.revoke, { method: "POST", body }).catch(() => null);
  said.hidden = false;
  if (answer?.ok) row.querySelectorAll("a, button").forEach((control) => control.remove());
  else {
    said.textContent = panel.dataset.failed;
    button.disabled = false;
  }
}

for (const panel of document.querySelectorAll("[data-speaker-links]")) {
  addCopyLinks(panel);
  for (const button of panel.querySelectorAll("[data-revoke]"))
    button.addEventListener("click", (event) => revoke(event, panel));
}
