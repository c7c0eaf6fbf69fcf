// The questions of a room, and those that wait at the moderators' desk.

import { List } from "./view.js";

const rank = (node) => [node.dataset.state === "answering" ? 0 : node.dataset.state === "open" ? 1 : 2, -node.dataset.votes];
const inOrder = (a, b) => rank(a)[0] - rank(b)[0] || rank(a)[1] - rank(b)[1];

export class Questions {
  constructor(room) {
    this.room = room;
    this.list = new List(room.part("questions"), room.template("question"), "question");
    this.waiting = room.part("waiting") && new List(room.part("waiting"), room.template("waiting"), "waiting");
    this.empty = room.root.querySelector('[data-empty="questions"]');
    this.sort = room.part("sort");
    this.sort.addEventListener("click", () => this.sortNow());
    room.outbox("question", (item) => this.show(item));
    room.onSubmit("[data-vote]", (form) => this.toggleVote(form));
  }

  take(frame) {
    if (frame.kind !== "question") return;
    if (frame.stream === "room") this.show(frame.item);
    else if (this.waiting) this.wait(frame.item);
  }

  show(item) {
    const before = this.list.find(item.id)?.dataset.state;
    const shown = this.list.upsert(item);
    if (shown?.isNew) this.room.announce("asked", item.text);
    if (item.state === "answering" && before !== "answering") this.room.announce("now", item.text);
    this.empty.hidden = this.list.length > 0;
    this.offerSorting();
  }

  // The desk hears of every question; here it lists those that still wait.
  wait(item) {
    this.waiting.upsert({ ...item, gone: item.hidden || item.state !== "pending" });
    this.room.part("waiting-box").hidden = this.waiting.length === 0;
  }

  count({ questions }) {
    this.list.setVotes(questions);
    this.offerSorting();
  }

  sorted() {
    return [...this.list.element.children].sort(inOrder);
  }

  // The list never moves under the reader's finger: sorting is offered, and done when asked for.
  offerSorting() {
    this.sort.hidden = this.sorted().every((node, place) => node === this.list.element.children[place]);
  }

  sortNow() {
    this.list.element.append(...this.sorted());
    this.sort.hidden = true;
  }

  async toggleVote(form) {
    const button = form.querySelector("button");
    const voted = button.getAttribute("aria-pressed") === "true";
    const answer = await this.room.send(form);
    button.setAttribute("aria-pressed", String(!voted));
    form.setAttribute("action", form.getAttribute("action").replace(/(un)?vote$/, voted ? "vote" : "unvote"));
    this.count({ questions: { [form.closest("[data-id]").dataset.id]: answer.votes } });
  }
}
