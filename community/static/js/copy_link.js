// <a data-copy="Copied"> puts its address on the clipboard and says so; without a script it stays a link.

async function copy(event) {
  const link = event.currentTarget;
  if (!navigator.clipboard || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  await navigator.clipboard.writeText(link.href);
  const words = link.querySelector("[data-copy-words]") ?? link;
  const before = words.textContent;
  words.textContent = link.dataset.copy;
  link.setAttribute("aria-live", "polite");
  window.setTimeout(() => (words.textContent = before), 2000);
}

export function addCopyLinks(root = document) {
  for (const link of root.querySelectorAll("a[data-copy]")) link.addEventListener("click", copy);
}
