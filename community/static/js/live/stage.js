// The room on a projector: nobody touches it, so it keeps itself in order, a few seconds apart so that it stays calm.

import { Feed } from "./feed.js";
import { RoomPage } from "./page.js";
import { StagePoll } from "./stage_poll.js";
import { List } from "./view.js";

const SHOWN = 4; // questions besides the current one
const CALM_MS = 3_000;
const OPEN = new Set(["open", "answering"]);
const rank = (node) => [node.dataset.state === "answering" ? 0 : 1, -node.dataset.votes, Number(node.dataset.id)];

const root = document.querySelector("[data-room]");
const page = new RoomPage(root);
const poll = new StagePoll(page, () => arrange());
const list = new List(page.part("shown"), page.template("shown"), "shown");
const empty = page.part("empty");
let waiting;

const isTooLong = () => list.element.scrollHeight > list.element.clientHeight;

function arrange() {
  waiting = undefined;
  poll.fit();
  const nodes = [...list.element.children].sort((a, b) => {
    const [one, two] = [rank(a), rank(b)];
    return one[0] - two[0] || one[1] - two[1] || one[2] - two[2];
  });
  const current = nodes[0]?.dataset.state === "answering" ? 1 : 0;
  if (nodes.some((node, place) => node !== list.element.children[place])) list.element.append(...nodes);
  nodes.forEach((node, place) => (node.hidden = place >= SHOWN + current));
  // Better smaller than fewer, and better one question less than half a line of it.
  delete list.element.dataset.tight;
  if (isTooLong()) list.element.dataset.tight = "";
  const shown = nodes.filter((node) => !node.hidden);
  while (shown.length > 1 && isTooLong()) shown.pop().hidden = true;
  empty.hidden = nodes.length > 0;
}

function take(frame) {
  const { stream, kind, item } = frame;
  if (poll.take(frame)) arrange();
  if (stream !== "room" || kind !== "question") return;
  list.upsert(OPEN.has(item.state) ? item : { id: item.id, gone: true });
  if (item.state === "answering" || item.gone) arrange();
  else waiting ??= setTimeout(arrange, CALM_MS);
}

function count(counts) {
  poll.count(counts);
  list.setVotes(counts.questions);
  waiting ??= setTimeout(arrange, CALM_MS);
}

arrange();
document.fonts.ready.then(arrange);
addEventListener("resize", arrange);
new Feed({
  slug: root.dataset.room,
  eventsUrl: root.dataset.events,
  epoch: root.dataset.epoch,
  positions: { room: Number(root.dataset.seq) },
  version: Number(root.dataset.votes),
  onEvent: take,
  onCounts: count,
  onStatus: () => {},
}).start();
