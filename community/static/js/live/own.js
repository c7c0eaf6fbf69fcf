// One's own words that others do not see: the asker always knows what has become of them, and so does a new guest.

import { List } from "./view.js";

export class Own {
  constructor(room) {
    this.box = room.part("own-box");
    this.list = new List(room.part("own-list"), room.template("own"), "own");
    this.held = new List(room.part("held"), room.template("own"), "held");
    this.ids = new Set(); // of all questions that this reader has asked
    this.onKnown = () => {};
    if (room.root.querySelector("form[data-say]")) this.refresh();
  }

  has(id) {
    return this.ids.has(Number(id));
  }

  // The room says that a question is gone: if it was the reader's, they learn why.
  take(frame) {
    if (frame.stream === "room" && frame.kind === "question" && frame.item.gone && this.has(frame.item.id)) this.refresh();
  }

  own() {
    this.refresh();
  }

  async refresh() {
    const response = await fetch(this.box.dataset.ownBox, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!response?.ok) return;
    const { items, own, message } = await response.json();
    this.ids = new Set(own);
    this.fill(this.list, items);
    this.fill(this.held, message);
    this.box.hidden = items.length === 0;
    this.held.element.hidden = message.length === 0;
    this.onKnown();
  }

  fill(list, items) {
    const still = new Set(items.map((item) => String(item.id)));
    for (const node of [...list.element.children]) if (!still.has(node.dataset.id)) node.remove();
    for (const item of items) list.upsert(item);
  }
}
