// <details data-menu> closes on Escape, on a press elsewhere, and when the focus moves on.

const isOpenMenu = (element) => element.matches("details[data-menu][open]");

function closeAllBut(kept) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== kept) menu.open = false;
  }
}

function closeOnEscape(event) {
  const menu = event.key === "Escape" && event.target.closest("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}

function closeOnLeave(event) {
  const menu = event.target.closest("details[data-menu]");
  if (menu && isOpenMenu(menu) && event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
}

export function closeMenus() {
  document.addEventListener("click", (event) => closeAllBut(event.target.closest("details[data-menu]")));
  document.addEventListener("keydown", closeOnEscape);
  document.addEventListener("focusout", closeOnLeave);
}
