// A speaker's desk: the current question, and what comes next. Things move when the speaker has acted, when another
// question is being answered, and when nobody is touching the list; never under the thumb.

import { Feed } from "./feed.js";
import { RoomPage } from "./page.js";
import { List } from "./view.js";

const SHOWN = 4; // the current question and the next three; the rest is behind a button
const OPEN = new Set(["open", "answering"]);

class Turns {
  constructor(page) {
    this.page = page;
    this.list = new List(page.part("turns"), page.template("turn"), "turn");
    this.empty = page.root.querySelector('[data-empty="turns"]');
    this.more = page.part("more");
    this.more.addEventListener("click", () => this.showAll());
    this.arrange();
  }

  take(frame) {
    if (frame.stream !== "room" || frame.kind !== "question") return;
    const { item } = frame;
    const place = (node) => node && `${node.dataset.state} ${node.dataset.later}`;
    const before = place(this.list.find(item.id));
    const shown = this.list.upsert(OPEN.has(item.state) ? item : { id: item.id, gone: true });
    if (shown) {
      shown.node.dataset.later = item.later;
      shown.node.dataset.for = item.addressed_to;
      if (shown.isNew) this.page.announce("asked", item.text);
    }
    if (place(shown?.node) !== before || !this.list.element.matches(":hover, :focus-within")) this.arrange();
    else this.count();
  }

  // Votes alone move nothing while the speaker looks at the list.
  counted({ questions }) {
    this.list.setVotes(questions);
  }

  turn(node) {
    const { state, later, votes } = node.dataset;
    const others = node.dataset.for && node.dataset.for !== this.page.root.dataset.speaker;
    return [state === "answering" ? 0 : 1, later ? 1 : 0, later, others ? 1 : 0, -votes, Number(node.dataset.id)];
  }

  arrange() {
    const held = document.activeElement;
    const inside = this.list.element.contains(held);
    const nodes = [...this.list.element.children];
    const order = new Map(nodes.map((node) => [node, this.turn(node)]));
    nodes.sort((a, b) => {
      const [one, two] = [order.get(a), order.get(b)];
      const place = one.findIndex((value, index) => value !== two[index]);
      return place < 0 ? 0 : one[place] < two[place] ? -1 : 1;
    });
    if (nodes.some((node, place) => node !== this.list.element.children[place])) this.list.element.append(...nodes);
    if (inside) held.focus({ preventScroll: true });
    this.count();
  }

  count() {
    const nodes = [...this.list.element.children];
    const rest = this.all ? 0 : Math.max(0, nodes.length - SHOWN);
    nodes.forEach((node, place) => (node.hidden = !this.all && place >= SHOWN));
    this.more.hidden = rest === 0;
    this.more.textContent = rest === 1 ? this.more.dataset.one : this.more.dataset.many.replace("%n", rest);
    this.empty.hidden = nodes.length > 0;
  }

  showAll() {
    const first = this.list.element.children[SHOWN];
    this.all = true;
    this.count();
    first?.querySelector("button")?.focus();
  }
}

// The clock on the wall of the talk, and what of the agenda is over, now and next.
class Clock {
  constructor(page) {
    this.face = page.part("clock");
    this.agenda = page.part("agenda");
    const zone = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Europe/Brussels" };
    this.format = new Intl.DateTimeFormat("en-GB", zone);
    this.tick();
    setInterval(() => this.tick(), 5_000);
  }

  tick() {
    const now = new Date();
    this.face.textContent = this.format.format(now);
    const items = [...this.agenda.children];
    const next = items.findIndex((item) => new Date(item.dataset.at) > now);
    items.forEach((item, place) => {
      const current = place === (next < 0 ? items.length : next) - 1;
      item.dataset.when = current ? "now" : place === next ? "next" : next < 0 || place < next ? "past" : "later";
      const minutes = Math.ceil((new Date(item.dataset.at) - now) / 60_000);
      const left = place === next && minutes < 600 ? this.agenda.dataset.left.replace("%n", minutes) : "";
      item.querySelector("[data-minutes]").textContent = left;
    });
  }
}

const root = document.querySelector("[data-room]");
const page = new RoomPage(root);
const turns = new Turns(page);
new Clock(page);

// What was pressed is shown by the event that follows; a refusal is said at the question.
page.onSubmit("[data-act]", async (form, button) => {
  await page.send(form, button);
  page.part("undo").hidden = form.matches("[data-undo]");
  turns.arrange();
  feed.poll();
});

const feed = new Feed({
  slug: root.dataset.room,
  pass: root.dataset.pass,
  eventsUrl: root.dataset.events,
  epoch: root.dataset.epoch,
  positions: { room: Number(root.dataset.seq) },
  version: Number(root.dataset.votes),
  onEvent: (frame) => turns.take(frame),
  onCounts: (counts) => turns.counted(counts),
  onStatus: (status) => page.show(status),
});
feed.start();
