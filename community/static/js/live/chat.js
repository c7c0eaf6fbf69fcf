// The chat of a room.

import { List } from "./view.js";

export class Chat {
  constructor(room) {
    this.list = new List(room.part("chat"), room.template("message"), "message");
    this.empty = room.root.querySelector('[data-empty="chat"]');
    room.outbox("message", (item) => this.show(item));
    this.toEnd();
  }

  take(frame) {
    if (frame.stream === "room" && frame.kind === "message") this.show(frame.item);
  }

  show(item) {
    const box = this.list.element;
    const follow = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
    this.list.upsert(item);
    if (follow) this.toEnd();
    this.empty.hidden = this.list.length > 0;
  }

  toEnd() {
    this.list.element.scrollTop = this.list.element.scrollHeight;
  }
}
