// Puts something on the clipboard and says so. Without a script the link stays a link, the letters can be selected.
// <a data-copy="Copied"> copies its address; <button data-copy="Copied" data-copy-from="id" hidden> what a field holds.

function wordsOf(control) {
  const field = control.dataset.copyFrom && document.getElementById(control.dataset.copyFrom);
  return field ? field.value : control.href;
}

async function copy(event) {
  const control = event.currentTarget;
  if (!navigator.clipboard || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  await navigator.clipboard.writeText(wordsOf(control));
  const words = control.querySelector("[data-copy-words]") ?? control;
  const before = words.textContent;
  words.textContent = control.dataset.copy;
  control.setAttribute("aria-live", "polite");
  window.setTimeout(() => (words.textContent = before), 2000);
}

export function addCopyLinks(root = document) {
  for (const control of root.querySelectorAll("[data-copy]")) {
    if (!control.matches("a") && !navigator.clipboard) continue;
    control.hidden = false;
    control.addEventListener("click", copy);
  }
}
