// A live room's page: each part hears every event and takes what is its own.

import { Chat } from "./chat.js";
import { Feed } from "./feed.js";
import { Guests } from "./guests.js";
import { Moderating } from "./moderating.js";
import { Own } from "./own.js";
import { RoomPage } from "./page.js";
import { Polls } from "./polls.js";
import { Questions } from "./questions.js";
import { State } from "./state.js";

const root = document.querySelector("[data-room]");
const page = new RoomPage(root);
const own = new Own(page);
const parts = [
  new Chat(page, own),
  own,
  new Questions(page, own),
  new Polls(page),
  new State(page),
  new Moderating(page),
  new Guests(page),
];

const positions = { room: Number(root.dataset.seq) };
if (root.dataset.desk) positions.desk = Number(root.dataset.desk);

const feed = new Feed({
  slug: root.dataset.room,
  eventsUrl: root.dataset.events,
  epoch: root.dataset.epoch,
  positions,
  version: Number(root.dataset.votes),
  onEvent: (frame) => parts.forEach((part) => part.take?.(frame)),
  onHere: (people) => parts.forEach((part) => part.here?.(people)),
  onCounts: (counts) => parts.forEach((part) => part.count?.(counts)),
  onOwn: () => own.refresh(),
  onStatus: (status) => page.show(status),
});
if (!("shutOut" in root.dataset)) feed.start();
