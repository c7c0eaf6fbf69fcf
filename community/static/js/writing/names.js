// Completing a name after an @: a list below the text, arrows to walk through it, Enter to take one, Escape to close it.

import { put } from "./typing.js";

const BEGUN = /(?:^|[\s([{"'>*_])@([\p{L}\p{N}][\p{L}\p{N}'’.-]{0,40})$/u;
const PAUSE_MS = 150;

class Names {
  constructor(form, area) {
    Object.assign(this, { form, area, at: -1, people: [] });
    this.list = area.closest("[data-composer]").querySelector("[data-composer-names]");
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-haspopup", "listbox");
    area.setAttribute("aria-controls", this.list.id);
    area.addEventListener("input", () => this.ask());
    area.addEventListener("keydown", (event) => this.press(event));
    area.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps the focus
    this.list.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")));
  }

  begun() {
    const before = this.area.value.slice(Math.max(0, this.area.selectionEnd - 50), this.area.selectionEnd);
    return BEGUN.exec(before)?.[1];
  }

  ask() {
    clearTimeout(this.timer);
    this.asking?.abort();
    const typed = this.begun();
    if (!typed) this.close();
    else this.timer = setTimeout(() => this.fetch(typed), PAUSE_MS);
  }

  async fetch(typed) {
    this.asking = new AbortController();
    const address = `${this.form.dataset.people}?q=${encodeURIComponent(typed)}`;
    const answer = await fetch(address, { signal: this.asking.signal }).catch(() => null);
    const found = answer?.ok ? await answer.json().catch(() => null) : null;
    if (found && this.begun() === typed) this.show(found.people);
  }

  show(people) {
    this.people = people;
    this.list.replaceChildren(...people.map((person, number) => this.option(person, number)));
    this.list.hidden = people.length === 0;
    this.choose(people.length ? 0 : -1);
  }

  option(person, number) {
    const option = document.createElement("li");
    option.id = `${this.list.id}_${number}`;
    option.setAttribute("role", "option");
    option.className = "composer__name";
    const name = document.createElement("b");
    name.textContent = person.name;
    const from = document.createElement("span");
    from.textContent = person.from;
    option.append(name, " ", from);
    return option;
  }

  choose(number) {
    this.at = number;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
    const chosen = this.list.children[number];
    if (chosen) this.area.setAttribute("aria-activedescendant", chosen.id);
    else this.area.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    if (this.list.hidden || event.isComposing || event.ctrlKey || event.metaKey) return;
    const count = this.people.length;
    if (event.key === "ArrowDown") this.choose((this.at + 1) % count);
    else if (event.key === "ArrowUp") this.choose((this.at - 1 + count) % count);
    else if (event.key === "Enter" || event.key === "Tab") this.take(this.list.children[this.at]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  take(option) {
    const person = this.people[[...this.list.children].indexOf(option)];
    const typed = this.begun();
    if (!person || !typed) return;
    const end = this.area.selectionEnd;
    put(this.area, end - typed.length, end, `${person.handle} `);
    this.close();
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.list.hidden = true;
    this.choose(-1);
  }
}

export function completeNames(form, area) {
  return new Names(form, area);
}
