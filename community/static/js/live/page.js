// What the parts of a room's page share: finding things, sending forms, saying things to screen readers.

import { Outbox } from "./outbox.js";

export class RoomPage {
  constructor(root) {
    this.root = root;
    this.handlers = [["[data-act]", (form, button) => this.send(form, button)]];
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

  // Let `handle(form, button)` send the forms that match; what went wrong is said where it happened.
  onSubmit(selector, handle) {
    this.handlers.unshift([selector, handle]);
  }

  async submit(event) {
    const form = event.target;
    const button = event.submitter;
    const handler = this.handlers.find(([selector]) => form.matches(selector));
    if (!handler) return;
    event.preventDefault();
    this.complain(form, button, "");
    try {
      await handler[1](form, button);
      form.closest("details")?.removeAttribute("open");
      form.closest("dialog")?.close();
    } catch (error) {
      this.complain(form, button, error.message || this.root.dataset.failed);
    }
  }

  // Post a form, as its button says; resolves to the server's answer. A refusal is thrown with its sentence.
  async send(form, button) {
    const body = new FormData(form);
    if (button?.name) body.set(button.name, button.value);
    const address = button?.hasAttribute("formaction") ? button.formAction : form.getAttribute("action");
    const response = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => {
      throw new Error("");
    });
    if (response.redirected) location.assign(response.url); // signed out meanwhile
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(answer.error ?? "");
    return answer;
  }

  // A sentence at the place where something was refused; an empty one takes it away again.
  complain(form, button, sentence) {
    const home = button?.closest("[data-id]") ?? form;
    let place = form.querySelector("[data-error]") ?? home.querySelector(":scope > [data-refusal]");
    if (!place && sentence) {
      place = document.createElement("p");
      place.className = "say__error";
      place.dataset.refusal = "";
      place.setAttribute("role", "alert");
      home.append(place);
    }
    if (place) place.textContent = sentence;
  }

  // One polite sentence at a time; a flood of questions must not talk over the reader (WCAG 4.1.3).
  announce(what, text) {
    if (Date.now() - this.saidAt < 3_000) return;
    this.say((this.part("announce").dataset[what] ?? "") + text);
  }

  // What the reader should hear in any case: the state of the room.
  say(sentence) {
    this.saidAt = Date.now();
    this.part("announce").textContent = sentence;
  }

  show(status) {
    const place = this.part("connection");
    if (place.textContent !== this.root.dataset[status]) place.textContent = this.root.dataset[status];
    place.dataset.connection = status;
  }
}
