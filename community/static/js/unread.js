// The number of unread notifications in the header, on a page that stays open: the server tells it when it changes. Where
// sockets are blocked, or a hint got lost, the page asks: when it is looked at again, and once a minute while it is. Pages
// of guests have no such number, and neither listen nor ask.

import { listenForUnread } from "./unread_line.js";

const EVERY = 60_000;
const AT_MOST_EVERY = 15_000;

async function fetchNumber(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  return response.status === 200 ? (await response.json()).unread : null;
}

function show(badge, number) {
  badge.hidden = number === 0;
  badge.querySelector("[data-unread-number]").textContent = String(number);
}

export function keepUnreadCurrent() {
  const badge = document.querySelector("[data-unread]");
  if (!badge) return;
  let asked = Date.now();

  const ask = async () => {
    if (document.hidden || Date.now() - asked < AT_MOST_EVERY) return;
    asked = Date.now();
    const number = await fetchNumber(badge.dataset.unread).catch(() => null);
    if (number !== null) show(badge, number);
  };

  document.addEventListener("visibilitychange", ask);
  window.addEventListener("pageshow", (event) => event.persisted && ask());
  setInterval(ask, EVERY);
  listenForUnread((number) => show(badge, number));
}
