// Quiet mode, for slow connections: asks now and then whether there is anything new, says how much, and draws nothing
// by itself. Asking counts as being here. What is being typed survives the way to what is new.

const EVERY_MS = 10_000;
const NEWEST = 2 ** 53; // asks for no events, only for the number of the last one
const link = document.querySelector("[data-news]");

async function look() {
  if (document.hidden) return;
  const answer = await fetch(`${link.dataset.news}?here=1&after=${NEWEST}&votes=${link.dataset.votes}`).catch(() => null);
  if (!answer?.ok) return;
  const fresh = (await answer.json()).head - link.dataset.seq;
  if (fresh) link.textContent = fresh === 1 ? link.dataset.one : link.dataset.many.replace("%n", Math.abs(fresh));
}

for (const form of document.querySelectorAll("[data-say]")) {
  const [box, key] = [form.elements.text, location.pathname + form.dataset.say];
  box.value ||= sessionStorage.getItem(key) ?? "";
  box.addEventListener("input", () => sessionStorage.setItem(key, box.value));
  form.addEventListener("submit", () => sessionStorage.removeItem(key));
}
setInterval(look, EVERY_MS);
