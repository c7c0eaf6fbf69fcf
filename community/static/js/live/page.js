// What the parts of a room's page share: finding things, sending forms, saying things to screen readers.

import { Outbox } from "./outbox.js";

export class RoomPage {
  constructor(root) {
    this.root = root;
    this.handlers = [["[data-act]", (form) => this.send(form)]];
    this.saidAt = 0;
    root.addEventListener("submit", (event) => this.submit(event));
  }

  part(name) {
    return this.root.querySelector(`[data-${name}]`);
  }

  template(name) {
    return this.root.querySelector(`template[data-template="${name}"]`);
  }

  // Keep what is typed into the form `name` until the server has it; `onStored` gets the stored thing.
  outbox(name, onStored) {
    const form = this.root.querySelector(`form[data-say="${name}"]`);
    if (!form) return;
    new Outbox({
      form,
      name,
      list: this.root.querySelector(`[data-outbox="${name}"]`),
      storageKey: `outbox:${this.root.dataset.room}:${name}`,
      laterText: this.root.dataset.later,
      onStored,
    });
  }

  // Let `handle` send the forms that match; a failure falls back to the plain way, which shows what went wrong.
  onSubmit(selector, handle) {
    this.handlers.unshift([selector, handle]);
  }

  async submit(event) {
    const form = event.target;
    const handler = this.handlers.find(([selector]) => form.matches(selector));
    if (!handler) return;
    event.preventDefault();
    try {
      await handler[1](form);
      form.closest("details")?.removeAttribute("open");
    } catch {
      form.submit();
    }
  }

  async send(form) {
    const response = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(answer.error ?? "");
    return answer;
  }

  // One polite sentence at a time; a flood of questions must not talk over the reader (WCAG 4.1.3).
  announce(what, text) {
    if (Date.now() - this.saidAt < 3_000) return;
    this.saidAt = Date.now();
    const place = this.part("announce");
    place.textContent = (place.dataset[what] ?? "") + text;
  }

  show(status) {
    const place = this.part("connection");
    if (place.textContent !== this.root.dataset[status]) place.textContent = this.root.dataset[status];
    place.dataset.connection = status;
  }
}
