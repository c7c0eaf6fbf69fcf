// The polls of a room as everybody sees them: what is open can be answered, what may be seen is counted as it comes in.

import { post } from "./post.js";
import { Results } from "./results.js";

export class Polls {
  constructor(room) {
    this.room = room;
    this.list = room.part("polls");
    if (!this.list) return;
    this.counted = {};
    this.list.addEventListener("submit", (event) => {
      event.preventDefault();
      this.answer(event.target);
    });
  }

  take(frame) {
    if (!this.list || frame.stream !== "room" || frame.kind !== "poll") return;
    const { item } = frame;
    const node = this.find(item.id);
    if (item.gone) node?.remove();
    else this.show(item, node);
    if (this.list.children.length) this.reveal();
  }

  // Without polls there is neither the part of the page nor the way to it.
  reveal() {
    for (const place of this.room.root.querySelectorAll("[data-polls-box]")) place.hidden = false;
  }

  find(id) {
    return this.list.querySelector(`:scope > [data-id="${Number(id)}"]`);
  }

  show(item, known) {
    const node = known ?? this.made(item);
    const before = known?.dataset.state;
    if (!known || (item.state === "open" && before !== "open")) this.list.prepend(node); // what is open comes first
    node.dataset.state = item.state;
    for (const place of node.querySelectorAll("[data-title]")) place.textContent = item.text;
    for (const place of node.querySelectorAll("[data-is]")) place.hidden = place.dataset.is !== item.state;
    node.querySelector("[data-waits]").hidden = item.results;
    node.querySelector("[data-results-box]").hidden = !item.results;
    this.resultsOf(node).offer(item.options);
    this.offerAnswering(node, item.state === "open");
    this.arrange(node);
    this.count({ polls: this.counted });
    if (before !== item.state) this.say(item);
  }

  say(item) {
    const place = this.room.part("polls-said");
    place.textContent = (item.state === "open" ? place.dataset.opened : place.dataset.closed) + item.text;
  }

  // A poll that was opened after the page was drawn: the server's empty fragment, with this poll's answers in it.
  made(item) {
    const node = this.room.template("poll").content.firstElementChild.cloneNode(true);
    node.id = `poll-${item.id}`;
    node.dataset.id = item.id;
    node.dataset.kind = item.kind;
    for (const place of node.querySelectorAll("[id$='-0'], [for$='-0'], [aria-labelledby$='-0']")) {
      for (const name of ["id", "for", "aria-labelledby"]) {
        if (place.hasAttribute(name)) place.setAttribute(name, place.getAttribute(name).replace(/-0$/, `-${item.id}`));
      }
    }
    node.querySelector("[data-several]").hidden = item.kind !== "several";
    const form = node.querySelector("[data-ballot]");
    if (form) this.prepare(form, item);
    return node;
  }

  prepare(form, item) {
    form.setAttribute("action", form.getAttribute("action").replace("/0/", `/${item.id}/`));
    const choices = form.querySelector("[data-choices]");
    if (item.kind === "text") {
      choices.remove();
      return;
    }
    form.querySelector("[data-words]").remove();
    choices.querySelector("[data-is-several]").hidden = item.kind !== "several";
    choices.querySelector("ul").append(...item.options.map((option) => this.choice(option, item.kind)));
  }

  choice(option, kind) {
    const line = this.room.template("poll-option").content.firstElementChild.cloneNode(true);
    const input = line.querySelector("input");
    input.type = kind === "several" ? "checkbox" : "radio";
    input.value = option.id;
    line.querySelector("[data-answer]").textContent = option.text;
    return line;
  }

  // A form that somebody is in does not vanish under their hands: it goes when they leave it.
  offerAnswering(node, open) {
    const box = node.querySelector("[data-vote-box]");
    if (!box) return;
    if (open || !box.contains(document.activeElement)) {
      box.hidden = !open;
      return;
    }
    box.addEventListener("focusout", () => setTimeout(() => this.offerAnswering(node, node.dataset.state === "open")), {
      once: true,
    });
  }

  // Whoever may still answer sees the results on demand; everybody else sees them at once. One's own answer is marked in
  // the table; where there is none, it stands in words.
  arrange(node) {
    const marked = node.dataset.kind !== "text" && !node.querySelector("[data-results-box]").hidden;
    node.querySelector("[data-own-box]").hidden = marked || !node.querySelector("[data-own-text]").textContent;
    const box = node.querySelector("[data-vote-box]");
    const atOnce = !box || node.dataset.state !== "open" || node.dataset.voted === "true";
    if (atOnce === node.hasAttribute("data-at-once")) return;
    node.toggleAttribute("data-at-once", atOnce);
    node.querySelector("[data-results-box]").open = atOnce;
  }

  count({ polls }) {
    if (!this.list) return;
    this.counted = polls ?? {};
    for (const node of this.list.children) {
      const counted = this.counted[node.dataset.id];
      if (!counted) continue;
      node.querySelector("[data-people]").textContent = counted.people;
      if (!node.querySelector("[data-results-box]").hidden) this.resultsOf(node).count(counted);
    }
  }

  resultsOf(node) {
    return new Results(node.querySelector("[data-results-box]"), this.room.template("poll-row"));
  }

  async answer(form) {
    const error = form.querySelector("[data-error]");
    error.textContent = await post(form.action, new FormData(form), form.dataset.unsent);
    if (!error.textContent) this.answered(form);
  }

  answered(form) {
    const node = form.closest("[data-id]");
    const ticked = [...form.querySelectorAll("[name=option]:checked")];
    const words = ticked.map((input) => input.closest("label").querySelector("[data-answer]").textContent);
    node.dataset.voted = "true";
    node.querySelector("[data-own-text]").textContent = form.elements.text?.value.trim() ?? words.join(" · ");
    this.resultsOf(node).markOwn(ticked.map((input) => input.value));
    this.arrange(node);
    const box = form.closest("details");
    const inside = box.contains(document.activeElement);
    box.open = false;
    if (inside) box.querySelector("summary").focus(); // the button that was pressed has just been folded away
    this.room.part("polls-said").textContent = form.dataset.counted;
  }
}
