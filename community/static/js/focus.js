// What went wrong takes the focus: [data-focus] first, else the first field with an error. Not on <body data-still>.

export function focusErrors(root = document) {
  if (document.body.hasAttribute("data-still")) return;
  const target = root.querySelector("[data-focus]") ?? root.querySelector("[aria-invalid='true']");
  target?.focus();
}
