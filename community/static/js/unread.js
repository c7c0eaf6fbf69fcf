// The number of unread notifications in the header, on a page that stays open: asked for when the page is looked at
// again, and once a minute while it is. Pages of guests have no such number and never ask.

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
}
