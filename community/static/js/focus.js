// What went wrong takes the focus: [data-focus] first, else the first field with an error.

export function focusErrors(root = document) {
  const target = root.querySelector("[data-focus]") ?? root.querySelector("[aria-invalid='true']");
  target?.focus();
}
