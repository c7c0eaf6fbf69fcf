// Results while somebody types in a search box: a list below it, arrows to walk through it, Enter to go there, Escape to
// close it (the ARIA pattern of a combobox with a list). The form works as it stands: Enter on no result sends it.
// The key / leads to the box, but not away from where somebody writes; the search page has a switch for it (WCAG 2.1.4).

const PAUSE_MS = 180;
const SHORTEST = 2;
const STORED = "search:slash";

class Suggestions {
  constructor(form, number) {
    Object.assign(this, { form, at: -1, typed: "", input: form.elements.q });
    this.list = document.createElement("ul");
    this.list.id = `suggestions-${number}`;
    this.list.className = "suggestions";
    this.list.hidden = true;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.input.getAttribute("aria-label"));
    this.status = document.createElement("p");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    form.append(this.list, this.status);
    this.describe();
    this.listen();
  }

  describe() {
    this.input.type = "text"; // what may be a combobox; a search field may not (ARIA in HTML)
    const words = { enterkeyhint: "search", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
    for (const [name, value] of Object.entries(words)) this.input.setAttribute(name, value);
    this.input.setAttribute("aria-controls", this.list.id);
  }

  listen() {
    this.input.addEventListener("input", () => this.ask());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  }

  ask() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.typed = this.input.value.trim();
    if (this.typed.length < SHORTEST) this.close();
    else this.timer = setTimeout(() => this.fetch(), PAUSE_MS);
  }

  async fetch() {
    const typed = this.typed;
    this.asking = new AbortController();
    const asked = new URLSearchParams(new FormData(this.form));
    const address = `${this.form.dataset.search}?${asked}`;
    const answer = await fetch(address, { signal: this.asking.signal }).catch(() => null);
    const found = answer?.ok ? await answer.json().catch(() => null) : null;
    if (typed !== this.typed || document.activeElement !== this.input) return;
    if (found) this.show(found);
    else this.close();
  }

  show(found) {
    const rows = found.results.map((result) => this.result(result));
    if (rows.length) rows.push(this.option(found.all, [[this.form.dataset.all, false]], "suggestion suggestion--all"));
    rows.forEach((row, at) => (row.id = `${this.list.id}-${at}`));
    this.list.replaceChildren(...rows);
    this.list.hidden = rows.length === 0;
    this.input.setAttribute("aria-expanded", String(rows.length > 0));
    this.status.textContent = rows.length ? this.form.dataset.some : this.form.dataset.none;
    this.choose(-1);
  }

  result({ url, title, excerpt, kind, answered, language }) {
    const row = this.option(url, title, "suggestion");
    const more = document.createElement("span");
    more.className = "suggestion__more";
    more.textContent = [kind, answered].filter(Boolean).join(" · ");
    row.append(more);
    if (excerpt.length) row.append(marked(excerpt, "suggestion__excerpt"));
    for (const words of row.querySelectorAll(".suggestion__title, .suggestion__excerpt")) {
      if (language) words.lang = language;
    }
    return row;
  }

  option(url, title, look) {
    const row = document.createElement("li");
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    row.className = look;
    row.dataset.href = url;
    row.append(marked(title, "suggestion__title"));
    row.addEventListener("click", () => location.assign(url));
    return row;
  }

  press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || this.list.hidden) return;
    const count = this.list.children.length;
    if (event.key === "ArrowDown") this.choose(this.at + 1 < count ? this.at + 1 : -1);
    else if (event.key === "ArrowUp") this.choose(this.at < 0 ? count - 1 : this.at - 1);
    else if (event.key === "Enter" && this.at >= 0) location.assign(this.list.children[this.at].dataset.href);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation(); // Escape closes the list only, not the menu around it
  }

  choose(number) {
    this.at = number;
    [...this.list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === number)));
    const chosen = this.list.children[number];
    if (chosen) this.input.setAttribute("aria-activedescendant", chosen.id);
    else this.input.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.typed = "";
    this.list.hidden = true;
    this.list.replaceChildren();
    this.status.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.choose(-1);
  }
}

function marked(parts, look) {
  const words = document.createElement("span");
  words.className = look;
  for (const [text, hit] of parts) {
    const piece = hit ? document.createElement("mark") : document.createTextNode("");
    piece.textContent = text;
    words.append(piece);
  }
  return words;
}

function isWriting(element) {
  return Boolean(element.closest?.("input, textarea, select, dialog, [contenteditable]"));
}

function goToBox(event) {
  if (event.key !== "/" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (isWriting(event.target) || localStorage.getItem(STORED) === "off") return;
  const boxes = [...document.querySelectorAll("main form[data-search], form[data-search]")].map((form) => form.elements.q);
  const box = boxes.find((one) => one.checkVisibility()) ?? openMenu(boxes);
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
}

function openMenu(boxes) {
  const box = boxes.find((one) => one.closest("details"));
  if (box) box.closest("details").open = true;
  return box;
}

function addSwitch() {
  const box = document.querySelector("[data-search-key]");
  if (!box) return;
  box.checked = localStorage.getItem(STORED) !== "off";
  box.addEventListener("change", () => localStorage.setItem(STORED, box.checked ? "on" : "off"));
  box.closest("[hidden]").hidden = false;
}

export function searchWhileTyping() {
  document.querySelectorAll("form[data-search]").forEach((form, number) => new Suggestions(form, number));
  document.addEventListener("keydown", goToBox);
  addSwitch();
}
