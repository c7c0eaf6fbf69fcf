// The questions of a room, and those that wait at the moderators' desk.
//
// Nothing moves under the reader's finger: what others ask collects behind a button, and the list is put in order when
// somebody asks for it. Only while nobody looks (the page is in the background) does it happen by itself.

import { List } from "./view.js";

const PLACES = ["answering", "open", "carried"];
const rank = (node) => (PLACES.includes(node.dataset.state) ? PLACES.indexOf(node.dataset.state) : PLACES.length);
const inOrder = (a, b) =>
  rank(a) - rank(b) || b.dataset.votes - a.dataset.votes || Number(a.dataset.id) - Number(b.dataset.id);

export class Questions {
  constructor(room, own) {
    this.room = room;
    this.own = own;
    this.label = room.root.querySelector("#questions").dataset.label;
    this.list = new List(room.part("questions"), room.template("question"), "question");
    this.waiting = room.part("waiting") && new List(room.part("waiting"), room.template("waiting"), "waiting");
    this.empty = room.root.querySelector('[data-empty="questions"]');
    this.kept = new Map(); // new questions of others, until the reader wants to see them
    this.sort = room.part("sort");
    this.sort.addEventListener("click", () => this.sortNow());
    own.onKnown = () => this.showOwn();
    room.outbox("question", (item) => this.stored(item));
    room.onSubmit("[data-vote]", (form) => this.toggleVote(form));
    this.offerSorting();
  }

  take(frame) {
    if (frame.kind !== "question") return;
    if (frame.stream === "room") this.show(frame.item);
    else if (this.waiting) this.wait(frame.item);
  }

  // What the reader has just asked: at once in the list, or, while it waits for a moderator, among their own.
  stored(item) {
    if (item.state === "open") this.show(item);
    this.own.refresh();
  }

  show(item) {
    const node = this.list.find(item.id);
    if (item.gone) this.remove(item);
    else if (node) this.update(node, item);
    else this.receive(item);
    this.empty.hidden = this.list.length > 0 || this.kept.size > 0;
    this.offerSorting();
  }

  update(node, item) {
    const before = node.dataset.state;
    this.list.upsert(item);
    if (item.state === "answering" && before !== "answering") this.room.announce("now", item.text);
  }

  receive(item) {
    if (this.label && item.label !== this.label) return;
    const isOwn = item.own || this.own.has(item.id);
    if (isOwn || this.list.length === 0) this.list.upsert({ ...item, own: isOwn });
    else this.kept.set(item.id, item);
    if (!isOwn) this.room.announce("asked", item.text);
    if (document.hidden) this.sortNow();
  }

  // Whoever had the focus inside goes on from the heading, not from the top of the page.
  remove(item) {
    this.kept.delete(item.id);
    const held = this.list.find(item.id)?.contains(document.activeElement);
    this.list.upsert(item);
    if (held) this.room.root.querySelector("#questions-title").focus();
  }

  // The desk hears of every question; here it lists those that still wait.
  wait(item) {
    this.waiting.upsert({ ...item, gone: item.hidden || item.state !== "pending" });
    this.room.part("waiting-box").hidden = this.waiting.length === 0;
  }

  count({ questions }) {
    this.list.setVotes(questions);
    for (const [id, item] of this.kept) item.votes = questions[id] ?? item.votes;
    this.offerSorting();
  }

  // An own question may have been heard of before the server has said whose it is.
  showOwn() {
    for (const [id, item] of this.kept) {
      if (!this.own.has(id)) continue;
      this.kept.delete(id);
      this.list.upsert({ ...item, own: true });
    }
    this.offerSorting();
  }

  sorted() {
    return [...this.list.element.children].sort(inOrder);
  }

  // The button stays where it is, so that the focus does, and says what it would do.
  offerSorting() {
    const { dataset } = this.sort;
    const first = this.sorted()[0];
    const isSorted = this.sorted().every((node, place) => node === this.list.element.children[place]);
    const current = first?.dataset.state === "answering" && first !== this.list.element.firstElementChild;
    const news = this.kept.size;
    let words = isSorted ? dataset.sorted : current ? dataset.current : dataset.unsorted;
    if (news) words = news === 1 ? dataset.one : dataset.many.replace("%n", news);
    if (this.sort.textContent !== words) this.sort.textContent = words;
    this.sort.ariaDisabled = String(isSorted && !news);
    this.sort.hidden = this.list.length + news < 2;
  }

  sortNow() {
    const before = this.sort.getBoundingClientRect().top;
    for (const item of this.kept.values()) this.list.upsert(item);
    this.kept.clear();
    this.list.element.append(...this.sorted());
    this.offerSorting();
    window.scrollBy(0, this.sort.getBoundingClientRect().top - before);
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
