// The poll on the projector: the one that was opened last, and what came out of it for some minutes after it closed.

import { Results } from "./results.js";

const SIZES = [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5]; // of what the style sheet wants
const STAY_MS = 2 * 60_000; // as STAGE_MINUTES in community/live/polls.py

export class StagePoll {
  // onLeave: what to do when the questions have the stage again
  constructor(room, onLeave) {
    this.onLeave = onLeave;
    this.box = room.part("stage-poll");
    if (!this.box) return;
    this.results = new Results(this.box.querySelector("[data-results-box]"), room.template("poll-row"));
    this.counted = {};
    if (this.box.dataset.state === "closed") this.leaveLater();
  }

  // Returns whether the picture has changed.
  take(frame) {
    if (!this.box || frame.stream !== "room" || frame.kind !== "poll") return false;
    const { item } = frame;
    const current = this.box.dataset.id === String(item.id);
    if (item.gone || (item.state === "closed" && !current)) return false;
    this.show(item, current);
    if (item.state === "closed") this.leaveLater();
    else clearTimeout(this.leaving);
    return true;
  }

  show(item, current) {
    if (!current) this.results.rows.replaceChildren();
    this.box.dataset.id = item.id;
    this.box.dataset.state = item.state;
    this.box.querySelector("[data-title]").textContent = item.text;
    this.results.title = item.text;
    for (const place of this.box.querySelectorAll("[data-is]")) place.hidden = place.dataset.is !== item.state;
    this.offer(item);
    this.box.querySelector("[data-results-box]").hidden = !item.results;
    this.box.querySelector("[data-several]").hidden = item.kind !== "several";
    this.box.hidden = false;
    this.count({ polls: this.counted });
  }

  // While the results wait, the audience reads what there is to choose from.
  offer(item) {
    const list = this.box.querySelector("[data-stage-options]");
    list.hidden = item.results;
    list.replaceChildren(
      ...item.options.map((option) => {
        const line = document.createElement("li");
        line.dir = "auto";
        line.textContent = option.text;
        return line;
      }),
    );
    this.results.offer(item.options);
  }

  count({ polls }) {
    if (!this.box) return;
    this.counted = polls ?? {};
    const counted = this.counted[this.box.dataset.id];
    if (!counted) return;
    this.box.querySelector("[data-people]").textContent = counted.people;
    if (!this.box.querySelector("[data-results-box]").hidden) this.results.count(counted);
  }

  // Whatever its length, all of it is in the picture.
  fit() {
    if (!this.box || this.box.hidden) return;
    for (const fit of SIZES) {
      this.box.style.setProperty("--fit", fit);
      if (this.box.scrollHeight <= this.box.clientHeight) return;
    }
  }

  leaveLater() {
    clearTimeout(this.leaving);
    this.leaving = setTimeout(() => {
      this.box.hidden = true;
      this.onLeave?.();
    }, STAY_MS);
  }
}
