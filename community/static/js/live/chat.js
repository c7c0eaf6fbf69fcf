// The chat of a room: messages, replies, reactions, and changes of one's own words.

import { List } from "./view.js";

const EDIT_MS = 5 * 60_000;
const QUOTED = 80; // characters of what is replied to

const asItem = (item) => ({
  ...item,
  reply_name: item.reply?.name,
  reply_text: item.reply?.text,
  reply_href: item.reply ? `#message-${Number(item.reply.id)}` : "",
  reply_gone: item.reply && !item.reply.name,
});

const inShort = (text) => (text.length > QUOTED ? `${text.slice(0, QUOTED - 1)}…` : text);

export class Chat {
  // own: where somebody reads about what they wrote and others do not see; nobody waits at the desk.
  constructor(room, own) {
    this.room = room;
    this.list = new List(room.part("chat"), room.template("message"), "message");
    this.box = this.list.element.closest('[role="log"]');
    this.empty = room.root.querySelector('[data-empty="chat"]');
    this.form = room.root.querySelector('form[data-say="message"]');
    room.outbox("message", (item) => (item.waits ? own?.refresh() : this.show(item)));
    room.onSubmit("[data-react]", (form, button) => this.react(form, button));
    room.onSubmit("[data-edit-form]", (form) => this.save(form));
    room.root.addEventListener("click", (event) => this.click(event));
    this.form?.addEventListener("submit", () => this.reply(null)); // the outbox has read it by then
    for (const node of this.list.element.querySelectorAll("[data-own]")) this.stopEditing(node);
    if (!location.hash.startsWith("#message-")) this.toEnd();
  }

  take(frame) {
    if (frame.stream === "room" && frame.kind === "message") this.show(frame.item);
  }

  show(item) {
    const box = this.box;
    const follow = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
    const { node, isNew } = this.list.upsert(asItem(item));
    if (item.reply) node.querySelector("[data-to]").dataset.to = item.reply.id;
    if (item.own) this.mark(node);
    if (item.hidden) this.hide(node, item.id);
    if (follow && isNew) this.toEnd();
    this.empty.hidden = this.list.length > 0;
  }

  // One's own: it can be changed for a while, and needs no report.
  // The event may have drawn it before the answer to one's own POST says whose it is.
  mark(node) {
    node.dataset.until ??= new Date(Date.now() + EDIT_MS).toISOString();
    for (const place of node.querySelectorAll("[data-edit]")) place.hidden = false;
    for (const place of node.querySelectorAll("[data-others]")) place.hidden = true;
    this.stopEditing(node);
  }

  stopEditing(node) {
    const links = node.querySelectorAll("[data-edit]");
    const rest = new Date(node.dataset.until ?? 0) - Date.now();
    setTimeout(() => links.forEach((link) => (link.hidden = true)), Math.max(0, rest));
  }

  // Nothing of a hidden message stays on the page, not even where others quote it. Its author may read why.
  async hide(node, id) {
    node.querySelector("[data-edit-form]")?.remove();
    for (const quote of this.list.element.querySelectorAll(`[data-to="${Number(id)}"]`)) {
      for (const words of quote.querySelectorAll("[data-bind]")) words.textContent = "";
      quote.querySelector('[data-show="reply_gone"]').hidden = false;
    }
    if (node.dataset.own !== "true") return;
    const address = `${location.pathname}messages/${Number(id)}/reason`;
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    const { reason } = answer?.ok ? await answer.json() : {};
    if (reason) node.querySelector(".message__gone").append(` ${reason}`);
  }

  count({ messages }) {
    for (const node of this.list.element.children) this.number(node, messages[node.dataset.id] ?? {});
  }

  number(node, numbers) {
    for (const mark of node.querySelectorAll(".reaction")) {
      const count = numbers[mark.value ?? mark.dataset.kind] ?? 0;
      mark.dataset.count = count;
      mark.querySelector(".reaction__count").textContent = count || "";
    }
  }

  async react(form, button) {
    const { reactions } = await this.room.send(form, button);
    const pressed = button.getAttribute("aria-pressed") === "true";
    button.setAttribute("aria-pressed", String(!pressed));
    const address = button.getAttribute("formaction");
    button.setAttribute("formaction", address.replace(/(un)?react$/, pressed ? "react" : "unreact"));
    this.number(button.closest("[data-id]"), reactions);
  }

  click(event) {
    const link = event.target.closest("a");
    const node = link?.closest("[data-chat] > [data-id]");
    if (link?.matches("[data-reply]") && this.form) this.reply(node);
    else if (link?.matches("[data-reply-cancel]")) this.reply(null);
    else if (link?.matches("[data-edit]")) this.edit(node);
    else if (link?.matches("[data-cancel]")) this.leave(node);
    else return;
    event.preventDefault();
  }

  // Answer this message with what is typed next; null for none.
  reply(node) {
    const box = this.form.querySelector("[data-reply-box]");
    const words = (name) => node?.querySelector(name)?.textContent ?? "";
    box.hidden = !node;
    this.form.elements.reply_to.value = node?.dataset.id ?? "";
    box.querySelector("[data-reply-name]").textContent = words(".message__name");
    box.querySelector("[data-reply-text]").textContent = inShort(words(".message__text"));
    if (node) this.form.elements.text.focus();
  }

  edit(node) {
    if (node.querySelector("[data-edit-form]")) return;
    const form = this.room.template("edit").content.firstElementChild.cloneNode(true);
    const text = node.querySelector(".message__text");
    this.list.address(form, node.dataset.id);
    form.elements.text.value = text.textContent;
    text.after(form);
    form.elements.text.focus();
  }

  leave(node) {
    node.querySelector("[data-edit-form]").remove();
    node.querySelector(".message__more summary")?.focus();
  }

  async save(form) {
    const node = form.closest("[data-id]");
    const { item } = await this.room.send(form);
    form.remove();
    if (item) this.show(item);
    node.querySelector(".message__more summary")?.focus();
  }

  toEnd() {
    this.box.scrollTop = this.box.scrollHeight;
  }
}
