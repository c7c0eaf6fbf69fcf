// The moderators' desk: the queue, live, with a key for everything that also has a button.

import { addCopyLinks } from "../copy_link.js";
import { Chat } from "./chat.js";
import { DeskKeys } from "./desk_keys.js";
import { Merging } from "./desk_merging.js";
import { Feed } from "./feed.js";
import { Guests } from "./guests.js";
import { Moderating } from "./moderating.js";
import { RoomPage } from "./page.js";
import { PollsDesk } from "./polls_desk.js";
import { State } from "./state.js";
import { List } from "./view.js";

const SECTIONS = ["waiting", "open", "settled"];
const HAND_MS = 180_000; // "Ona is on this" fades when she does nothing more

function sectionOf(item) {
  if (item.hidden) return "settled";
  if (item.state === "pending") return "waiting";
  return item.state === "open" || item.state === "answering" ? "open" : "settled";
}

class Desk {
  constructor(page) {
    this.page = page;
    this.lists = Object.fromEntries(
      SECTIONS.map((name) => [name, new List(page.root.querySelector(`[data-queue="${name}"]`), page.template("desk"), "desk")]),
    );
    page.onSubmit("[data-step]", (form, button) => this.step(form, button));
    page.root.addEventListener("change", () => this.countMarked());
    this.countMarked();
    setInterval(() => this.fadeHands(), 5_000);
  }

  take(frame) {
    if (frame.stream === "desk" && frame.kind === "question") this.show(frame.item);
  }

  count({ questions }) {
    for (const list of Object.values(this.lists)) list.setVotes(questions);
    this.sortOpen();
  }

  find(id) {
    return this.page.root.querySelector(`.desk-row[data-id="${Number(id)}"]`);
  }

  show(item) {
    const section = sectionOf(item);
    const old = this.find(item.id);
    const moves = old && old.parentElement !== this.lists[section].element;
    const held = old?.contains(document.activeElement);
    const next = moves && (old.nextElementSibling ?? old.previousElementSibling);
    if (moves) this.lists[section].element[section === "settled" ? "prepend" : "append"](old);
    const { node, isNew } = this.lists[section].upsert(item);
    if (isNew) this.prepare(node, item.id);
    node.dataset.taken = item.taken_at;
    if (isNew && item.state === "pending") this.page.announce("asked", item.text);
    if (moves) node.querySelectorAll("details[open]").forEach((panel) => panel.removeAttribute("open"));
    if (moves && held) (next || node).focus({ preventScroll: true });
    this.sortOpen();
    this.tally();
  }

  // The empty fragment carries 0 where the id belongs, also in what the list does not know of.
  prepare(node, id) {
    node.querySelector("[name=question]").value = id;
    for (const button of node.querySelectorAll("[formaction]")) {
      button.setAttribute("formaction", button.getAttribute("formaction").replace("/0/", `/${id}/`));
    }
    for (const link of node.querySelectorAll("a[data-pick]")) link.search = `?first=${id}`;
  }

  // By votes, the current one first; not while somebody is at one of them.
  sortOpen() {
    const { element } = this.lists.open;
    if (element.matches(":hover, :focus-within")) return;
    const rank = (node) => [node.dataset.state === "answering" ? 0 : 1, -node.dataset.votes, Number(node.dataset.id)];
    const nodes = [...element.children].sort((a, b) => {
      const [one, two] = [rank(a), rank(b)];
      return one[0] - two[0] || one[1] - two[1] || one[2] - two[2];
    });
    if (nodes.some((node, place) => node !== element.children[place])) element.append(...nodes);
  }

  tally() {
    for (const section of this.page.root.querySelectorAll("[data-section]")) {
      const { length } = this.lists[section.dataset.section];
      section.querySelector("[data-number]").textContent = length;
      section.querySelector("[data-none]").hidden = length > 0;
    }
  }

  fadeHands() {
    for (const row of this.page.root.querySelectorAll(".desk-row")) {
      if (!row.dataset.taken || Date.now() - new Date(row.dataset.taken) < HAND_MS) continue;
      row.dataset.taken = "";
      for (const place of row.querySelectorAll('[data-show="taken_by"]')) place.hidden = true;
      for (const place of row.querySelectorAll('[data-hide="taken_by"]')) place.hidden = false;
    }
  }

  countMarked() {
    const marked = this.page.root.querySelectorAll("[name=question]:checked").length;
    this.page.part("bulk").hidden = marked === 0;
  }

  // What was done is shown by the event that follows; a refusal is said at the question.
  async step(form, button) {
    this.page.part("said").textContent = "";
    await this.page.send(form, button);
    this.done(form);
  }

  done(form) {
    if (form.matches("[data-undo]")) this.page.part("said").textContent = this.page.root.dataset.undone;
    const panel = form.closest("details");
    if (panel) {
      panel.removeAttribute("open");
      panel.closest(".desk-row").focus({ preventScroll: true });
    }
    if (form.matches("[data-bulk]")) {
      form.reset();
      for (const mark of this.page.root.querySelectorAll("[name=question]:checked")) mark.checked = false;
      this.countMarked();
    }
    feed.poll();
  }
}

const root = document.querySelector("[data-room]");
const page = new RoomPage(root);
const desk = new Desk(page);
const parts = [new Chat(page), new PollsDesk(page), desk, new State(page), new Moderating(page), new Guests(page)];
new DeskKeys(page, new Merging(page));
addCopyLinks(root);

const feed = new Feed({
  slug: root.dataset.room,
  eventsUrl: root.dataset.events,
  epoch: root.dataset.epoch,
  positions: { room: Number(root.dataset.seq), desk: Number(root.dataset.deskSeq) },
  version: Number(root.dataset.votes),
  onEvent: (frame) => parts.forEach((part) => part.take?.(frame)),
  onHere: (people) => parts.forEach((part) => part.here?.(people)),
  onCounts: (counts) => parts.forEach((part) => part.count?.(counts)),
  onStatus: (status) => page.show(status),
});
feed.start();
