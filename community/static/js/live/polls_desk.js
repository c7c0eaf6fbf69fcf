// Polls at the moderators' desk: every moderator sees at once what another has made, opened or closed.

import { post } from "./post.js";
import { List } from "./view.js";

const REFRESH_MS = 2_000; // how often answers in words are read again while they are being sorted

export class PollsDesk {
  constructor(room) {
    this.room = room;
    this.box = room.part("polls-desk");
    if (!this.box) return;
    this.list = new List(this.box.querySelector("[data-desk-polls]"), room.template("poll-desk"), "poll-desk");
    this.box.addEventListener("submit", (event) => this.submit(event));
    this.box.addEventListener("toggle", (event) => this.toggled(event.target), true);
  }

  take(frame) {
    if (!this.box || frame.stream !== "desk" || frame.kind !== "poll") return;
    const { item } = frame;
    const before = this.list.find(item.id);
    const focused = before?.contains(document.activeElement) ? document.activeElement : null;
    const state = item.state;
    const shown = this.list.upsert({
      ...item,
      draft: state === "draft",
      open: state === "open",
      closed: state === "closed",
      answered: item.kind === "text" && state !== "draft",
    });
    if (shown) this.complete(shown.node, item);
    if (shown?.isNew) this.list.element.prepend(shown.node);
    if (focused && shown && !focused.checkVisibility()) this.nextButton(shown.node)?.focus();
  }

  // What the fragment's data- attributes cannot say: addresses beside the forms' own, and what stands in the fields.
  complete(node, item) {
    for (const place of node.querySelectorAll("[formaction], [data-answers], [aria-describedby]")) {
      for (const name of ["formaction", "data-answers"]) {
        if (place.hasAttribute(name)) place.setAttribute(name, place.getAttribute(name).replace("/0/", `/${item.id}/`));
      }
      const described = place.getAttribute("aria-describedby");
      if (described) place.setAttribute("aria-describedby", described.replace(/-0$/, `-${item.id}`));
    }
    const form = node.querySelector("[data-poll-form]");
    if (form.closest("details").open) return; // somebody is writing there
    form.elements.text.value = item.text;
    form.elements.options.value = item.options.map((option) => option.text).join("\n");
    form.elements.results_wait.checked = item.wait;
    for (const radio of form.elements.kind) radio.checked = radio.value === item.kind;
  }

  nextButton(node) {
    return [...node.querySelectorAll("button, summary")].find((button) => button.checkVisibility());
  }

  async submit(event) {
    event.preventDefault();
    const form = event.target;
    if (!(await this.sent(form, event.submitter?.getAttribute("formaction") ?? form.action))) return;
    if (form.matches("[data-sort-answers]")) {
      form.reset();
      this.read(form.closest("[data-answers]"));
    } else if (form.matches("[data-poll-form]")) {
      this.saved(form);
    }
  }

  saved(form) {
    const details = form.closest("details");
    const inside = details.contains(document.activeElement);
    if (!form.closest("[data-id]")) form.reset();
    details.open = false;
    if (inside) details.querySelector("summary").focus(); // the button that was pressed has just been folded away
  }

  // True when it is stored; otherwise the sentence stands where it was written.
  async sent(form, address) {
    const error = form.querySelector("[data-error]") ?? form.closest("[data-id]").querySelector("[data-refusal]");
    error.textContent = await post(address, new FormData(form), this.box.dataset.unsent);
    return !error.textContent;
  }

  toggled(details) {
    if (details.open && details.matches("[data-answers]")) this.read(details);
  }

  count() {
    if (!this.box || this.waiting) return;
    this.waiting = setTimeout(() => {
      this.waiting = undefined;
      for (const details of this.box.querySelectorAll("[data-answers][open]")) this.read(details);
    }, REFRESH_MS);
  }

  async read(details) {
    const response = await fetch(details.dataset.answers, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!response?.ok) return;
    const { answers } = await response.json();
    const list = details.querySelector("[data-wordings]");
    const present = new Set(answers.map((answer) => String(answer.pk)));
    for (const line of [...list.children]) if (!present.has(line.dataset.id)) line.remove();
    for (const answer of answers) this.word(list, answer);
    details.querySelector("[data-no-wordings]").hidden = answers.length > 0;
  }

  word(list, answer) {
    let line = list.querySelector(`:scope > [data-id="${Number(answer.pk)}"]`);
    if (!line) {
      line = this.room.template("wording").content.firstElementChild.cloneNode(true);
      line.dataset.id = answer.pk;
      line.querySelector("input").value = answer.pk;
      list.append(line);
    }
    line.toggleAttribute("data-hidden", answer.hidden);
    line.querySelector("[data-answer]").textContent = answer.text;
    line.querySelector("[data-number]").textContent = answer.number;
    line.querySelector("[data-group]").textContent = answer.group;
    line.querySelector("[data-group-box]").hidden = !answer.group;
    line.querySelector("[data-hidden-box]").hidden = !answer.hidden;
  }
}
