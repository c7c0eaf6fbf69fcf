// What new guests wrote first, for moderators: it waits here until one of them lets it through.

import { List } from "./view.js";

export class Guests {
  constructor(room) {
    this.box = room.part("guests-box");
    this.list = this.box && new List(room.part("guests"), room.template("guest"), "guest");
  }

  take(frame) {
    if (!this.list || frame.stream !== "desk" || frame.kind !== "guest") return;
    this.list.upsert(frame.item);
    this.box.hidden = this.list.length === 0;
  }
}
