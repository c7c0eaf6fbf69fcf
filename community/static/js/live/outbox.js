// What somebody wrote is kept on their device until the server has said that it is stored: it survives a lost connection,
// a restart of the server and a reload of the page. The one-time id makes a repeated try harmless.

const LONGEST_WAIT_MS = 10_000;

export class Outbox {
  // options: form, list (where unsent things wait in view), name (kind), storageKey, laterText, onStored(item)
  constructor(options) {
    Object.assign(this, options);
    this.field = this.form.querySelector("textarea");
    this.error = this.form.querySelector("[data-error]");
    this.entries = this.read();
    this.failures = 0;
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.field.addEventListener("keydown", (event) => this.sendOnEnter(event));
    if (this.entries.length) this.flush();
  }

  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.storageKey));
      return Array.isArray(kept) ? kept : [];
    } catch {
      return [];
    }
  }

  keep() {
    try {
      if (this.entries.length) localStorage.setItem(this.storageKey, JSON.stringify(this.entries));
      else localStorage.removeItem(this.storageKey);
    } catch {
      // A full or forbidden store: the entries still live as long as the page does.
    }
    this.draw();
  }

  sendOnEnter(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || this.name !== "message") return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  submit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (!text) return;
    this.error.textContent = "";
    this.entries.push({ client_id: crypto.randomUUID(), text, choices: this.choices() });
    this.field.value = "";
    this.keep();
    this.flush();
  }

  // What was chosen beside the text, such as to ask without one's name: it stays with the text until that is sent.
  choices() {
    const chosen = new FormData(this.form);
    for (const name of ["text", "client_id", "csrfmiddlewaretoken"]) chosen.delete(name);
    return [...chosen];
  }

  async flush() {
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.entries.length) {
        const done = await this.send(this.entries[0]);
        if (!done) break;
        this.entries.shift();
        this.failures = 0;
        this.keep();
      }
    } finally {
      this.busy = false;
    }
    if (this.entries.length) this.tryLater();
  }

  // True when the entry needs no further try: it is stored, or the server refused it for good.
  async send(entry) {
    const body = new FormData(this.form);
    body.set("text", entry.text);
    body.set("client_id", entry.client_id);
    if (entry.choices) {
      for (const [name] of this.choices()) body.delete(name);
      for (const [name, value] of entry.choices) body.append(name, value);
    }
    let response;
    try {
      response = await fetch(this.form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    } catch {
      return false;
    }
    if (response.status >= 500) return false;
    const answer = await response.json().catch(() => ({}));
    if (response.ok && answer.item) this.onStored(answer.item);
    else this.refuse(entry, answer.error);
    return true;
  }

  // The words go back to where they were typed, with what to do about them.
  refuse(entry, sentence) {
    this.error.textContent = sentence ?? this.form.dataset.refused ?? "";
    this.field.value = this.field.value ? `${entry.text}\n${this.field.value}` : entry.text;
    this.field.focus();
  }

  tryLater() {
    this.failures += 1;
    this.draw();
    setTimeout(() => this.flush(), Math.min(LONGEST_WAIT_MS, 500 * 2 ** this.failures));
  }

  draw() {
    this.list.replaceChildren(
      ...this.entries.map((entry) => {
        const line = document.createElement("li");
        const text = document.createElement("p");
        text.textContent = entry.text;
        line.append(text);
        if (this.failures) {
          const hint = document.createElement("p");
          hint.className = "outbox__hint";
          hint.textContent = this.laterText;
          line.append(hint);
        }
        return line;
      }),
    );
  }
}
