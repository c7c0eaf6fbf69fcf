// A live room's page: binds the feed, the lists and the forms together.

import { Feed } from "./feed.js";
import { Outbox } from "./outbox.js";
import { List } from "./view.js";

const root = document.querySelector("[data-room]");
const part = (name) => root.querySelector(`[data-${name}]`);
const template = (name) => root.querySelector(`template[data-template="${name}"]`);

const chat = new List(part("chat"), template("message"), "message");
const questions = new List(part("questions"), template("question"), "question");
const waiting = part("waiting") && new List(part("waiting"), template("waiting"), "waiting");

function atEnd(box) {
  return box.scrollHeight - box.scrollTop - box.clientHeight < 80;
}

function showMessage(item) {
  const follow = atEnd(chat.element);
  chat.upsert(item);
  if (follow) chat.element.scrollTop = chat.element.scrollHeight;
  emptyLines();
}

function showQuestion(item) {
  const before = questions.find(item.id)?.dataset.state;
  const shown = questions.upsert(item);
  if (shown?.isNew) announce("asked", item.text);
  if (item.state === "answering" && before !== "answering") announce("now", item.text);
  emptyLines();
  offerSorting();
}

function showWaiting(item) {
  waiting.upsert(item);
  part("waiting-box").hidden = waiting.length === 0;
}

function emptyLines() {
  root.querySelector('[data-empty="chat"]').hidden = chat.length > 0;
  root.querySelector('[data-empty="questions"]').hidden = questions.length > 0;
}

// One polite sentence at a time; a flood of questions must not talk over the reader (WCAG 4.1.3).
let saidAt = 0;
function announce(what, text) {
  if (Date.now() - saidAt < 3_000) return;
  saidAt = Date.now();
  const place = part("announce");
  place.textContent = (place.dataset[what] ?? "") + text;
}

// The list never moves under the reader's finger: sorting is offered, and done when asked for.
const rank = (node) => [node.dataset.state === "answering" ? 0 : node.dataset.state === "open" ? 1 : 2, -node.dataset.votes];
const inOrder = (a, b) => rank(a)[0] - rank(b)[0] || rank(a)[1] - rank(b)[1];
const sorted = () => [...questions.element.children].sort(inOrder);

function offerSorting() {
  const order = sorted();
  part("sort").hidden = order.every((node, place) => node === questions.element.children[place]);
}

part("sort").addEventListener("click", () => {
  questions.element.append(...sorted());
  part("sort").hidden = true;
});

async function send(form) {
  const response = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? "");
  return answer;
}

async function toggleVote(form) {
  const button = form.querySelector("button");
  const voted = button.getAttribute("aria-pressed") === "true";
  const answer = await send(form);
  button.setAttribute("aria-pressed", String(!voted));
  form.setAttribute("action", form.getAttribute("action").replace(/(un)?vote$/, voted ? "vote" : "unvote"));
  questions.setVotes({ [form.closest("[data-id]").dataset.id]: answer.votes });
  offerSorting();
}

root.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-vote], [data-act]")) return;
  event.preventDefault();
  try {
    if (form.matches("[data-vote]")) await toggleVote(form);
    else await send(form);
    form.closest("details")?.removeAttribute("open");
  } catch {
    form.submit(); // the plain way shows the whole sentence of what went wrong
  }
});

for (const form of root.querySelectorAll("form[data-say]")) {
  const name = form.dataset.say;
  new Outbox({
    form,
    name,
    list: root.querySelector(`[data-outbox="${name}"]`),
    storageKey: `outbox:${root.dataset.room}:${name}`,
    laterText: root.dataset.later,
    onStored: name === "message" ? showMessage : showQuestion,
  });
}

const positions = { room: Number(root.dataset.seq) };
if (root.dataset.desk) positions.desk = Number(root.dataset.desk);

new Feed({
  slug: root.dataset.room,
  eventsUrl: root.dataset.events,
  epoch: root.dataset.epoch,
  positions,
  version: Number(root.dataset.votes),
  onEvent(frame) {
    if (frame.stream === "desk") showWaiting(frame.item);
    else if (frame.kind === "message") showMessage(frame.item);
    else showQuestion(frame.item);
  },
  onVotes(votes) {
    questions.setVotes(votes);
    offerSorting();
  },
  onStatus(status) {
    const place = part("connection");
    if (place.textContent !== root.dataset[status]) place.textContent = root.dataset[status];
    place.dataset.connection = status;
  },
}).start();

chat.element.scrollTop = chat.element.scrollHeight;
