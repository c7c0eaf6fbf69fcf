// <form data-guard> asks before the page is left with something typed and not sent.

const dirty = new Set();

function watch(form) {
  form.addEventListener("input", () => dirty.add(form));
  form.addEventListener("kept", () => dirty.delete(form)); // what was typed is saved as a draft
  form.addEventListener("submit", () => dirty.delete(form));
  form.addEventListener("reset", () => dirty.delete(form));
}

function warn(event) {
  if (dirty.size > 0) event.preventDefault();
}

export function guardForms(root = document) {
  const forms = root.querySelectorAll("form[data-guard]");
  forms.forEach(watch);
  if (forms.length > 0) window.addEventListener("beforeunload", warn);
}
