// <time data-local datetime="…+02:00"> gets the reader's own time beside it, where it differs from the printed one.
// What is over keeps its printed time only: nobody has to be on time for it.

const WORDS = { en: "your time", fr: "chez vous", es: "hora suya", hu: "az Ön idejében" };
const language = () => document.documentElement.lang || "en";

function offsetPrinted(iso) {
  const found = /([+-])(\d\d):?(\d\d)$/.exec(iso);
  return found ? (found[1] === "-" ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) : 0;
}

const offsetHere = (moment) => -moment.getTimezoneOffset();

function clock(moment) {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(moment);
}

function dayIfOther(moment, iso) {
  const printed = iso.slice(0, 10);
  const here = new Intl.DateTimeFormat("sv-SE").format(moment);
  if (printed === here) return "";
  return `${new Intl.DateTimeFormat(language(), { weekday: "long" }).format(moment)} `;
}

function addLocalTime(element) {
  const iso = element.dateTime;
  const start = new Date(iso);
  if (new Date(element.dataset.localEnd ?? iso) < Date.now()) return;
  if (Number.isNaN(start.getTime()) || offsetPrinted(iso) === offsetHere(start)) return;
  const end = element.dataset.localEnd ? `–${clock(new Date(element.dataset.localEnd))}` : "";
  const note = document.createElement("span");
  note.className = "local-time";
  note.textContent = `${dayIfOther(start, iso)}${clock(start)}${end} ${WORDS[language().slice(0, 2)] ?? WORDS.en}`;
  (element.closest(".when") ?? element).after(note);
}

export function addLocalTimes(root = document) {
  for (const element of root.querySelectorAll("time[data-local]")) addLocalTime(element);
}
