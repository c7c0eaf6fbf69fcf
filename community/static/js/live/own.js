// One's own questions that others do not see: the asker always knows what has become of them.

import { List } from "./view.js";

export class Own {
  constructor(room) {
    this.box = room.part("own-box");
    this.list = new List(room.part("own-list"), room.template("own"), "own");
    this.ids = new Set(); // of all questions that this reader has asked
    this.onKnown = () => {};
    if (room.root.querySelector('form[data-say="question"]')) this.refresh();
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
    const { items, own } = await response.json();
    this.ids = new Set(own);
    const still = new Set(items.map((item) => String(item.id)));
    for (const node of [...this.list.element.children]) if (!still.has(node.dataset.id)) node.remove();
    for (const item of items) this.list.upsert(item);
    this.box.hidden = items.length === 0;
    this.onKnown();
  }
}
