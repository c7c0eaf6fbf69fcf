// <form data-once> is sent once, however often its button is pressed. The server guards against repeats by itself.

function blockRepeats(event) {
  const form = event.currentTarget;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // After this turn of the event loop, because a disabled button's own value would not be sent.
  window.setTimeout(() => form.querySelectorAll("[type=submit]").forEach((button) => (button.ariaDisabled = "true")));
}

function allowAgain(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[type=submit]").forEach((button) => (button.ariaDisabled = null));
}

export function submitOnce(root = document) {
  const forms = root.querySelectorAll("form[data-once]");
  for (const form of forms) form.addEventListener("submit", blockRepeats);
  // Coming back with the browser's own button shows the page as it was left.
  if (forms.length > 0) window.addEventListener("pageshow", (event) => event.persisted && forms.forEach(allowAgain));
}
