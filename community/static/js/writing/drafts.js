// What is typed is saved on the server after each pause. While that cannot be reached, the words stay on this device,
// under the number of their form, until the server has them or says that they were posted.

const PAUSE_MS = 1200;
const LONGEST_WAIT_MS = 30_000;
const POSTED = 410;
const CHANGED = 409;
const NOT_KEPT = ["csrfmiddlewaretoken", "files"];

function joined(held, kept) {
  const [before, after] = [held.trim(), kept.trim()];
  return after.startsWith(before) ? kept : `${before}\n\n${after}`;
}

class Drafts {
  constructor(form, areas) {
    Object.assign(this, { form, areas, failures: 0, saved: "" });
    this.key = `draft:${form.dataset.member}:${form.dataset.draft}`;
    this.state = form.querySelector("[data-compose-state]");
    this.error = form.querySelector("[data-compose-error]");
    this.warnings = form.querySelector("[data-compose-warnings]");
    this.saved = this.fingerprint();
    form.addEventListener("input", () => this.later(PAUSE_MS));
    form.addEventListener("submit", () => this.leave());
    window.addEventListener("online", () => this.pending && this.save());
    window.addEventListener("pagehide", () => this.isChanged() && this.keep());
    this.restore();
  }

  fields() {
    return [...new FormData(this.form)].filter(([name]) => !NOT_KEPT.includes(name));
  }

  fingerprint() {
    return JSON.stringify(this.fields().filter(([name]) => name !== "revision"));
  }

  // Everything that was typed, without what is around it.
  typed() {
    return this.areas.map((area) => area.value).join("\n\n").trim();
  }

  isChanged() {
    return !this.left && this.fingerprint() !== this.saved;
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  // Resolves to the status of the answer, 0 when none came.
  async send(fields) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    for (const [name, value] of fields) body.append(name, value);
    this.sending = new AbortController();
    const options = { method: "POST", body, headers: { Accept: "application/json" }, signal: this.sending.signal };
    const response = await fetch(this.form.dataset.draft, options).catch(() => null);
    const answer = (await response?.json().catch(() => null)) ?? {};
    return { status: response?.status ?? 0, answer };
  }

  async save() {
    if (!this.isChanged() || this.busy || this.stopped) return;
    this.busy = true;
    const sent = this.fingerprint();
    const { status, answer } = await this.send(this.fields());
    this.busy = false;
    if (this.left) return;
    if (status === 200) this.done(sent, answer);
    else if (status === POSTED) this.forget();
    else if (status === CHANGED) this.stop(answer.error);
    else this.fail();
  }

  done(sent, answer) {
    this.saved = sent;
    this.failures = 0;
    this.pending = false;
    this.form.elements.revision.value = answer.revision;
    this.state.textContent = this.typed() ? this.state.dataset.saved : "";
    this.warn(answer.warnings ?? []);
    this.form.dispatchEvent(new CustomEvent("kept"));
    if (this.isChanged()) this.later(PAUSE_MS);
    else this.forget();
  }

  warn(sentences) {
    this.warnings.replaceChildren(
      ...sentences.map((sentence) => {
        const line = document.createElement("li");
        line.textContent = sentence;
        return line;
      }),
    );
  }

  fail() {
    this.pending = true;
    this.failures += 1;
    this.state.textContent = this.state.dataset.kept;
    this.keep();
    this.later(Math.min(LONGEST_WAIT_MS, 1000 * 2 ** this.failures));
  }

  stop(sentence) {
    this.stopped = true;
    this.keep();
    this.error.textContent = sentence;
    this.error.hidden = false;
  }

  // Before the form goes: if it never arrives, the words are here when its writer comes back.
  leave() {
    if (this.typed()) this.keep();
    this.left = true;
    clearTimeout(this.timer);
    this.sending?.abort();
  }

  keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify(this.fields()));
    } catch {
      // A full or forbidden store: the words still live as long as the page does.
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // Nothing was kept either.
    }
  }

  kept() {
    try {
      const fields = JSON.parse(localStorage.getItem(this.key));
      return Array.isArray(fields) ? fields : null;
    } catch {
      return null;
    }
  }

  async restore() {
    const fields = this.kept();
    if (!fields) return;
    const revision = this.form.elements.revision.value;
    const { status, answer } = await this.send(fields.map(([name, value]) => [name, name === "revision" ? revision : value]));
    if (status === POSTED || !this.putBack(fields)) return this.forget();
    if (status === 200) this.form.elements.revision.value = answer.revision;
    this.state.textContent = this.state.dataset.found;
    this.save();
  }

  // Whether there was anything that the form did not hold already. Words that go on from what it holds take their
  // place; others come below it, so that nothing is lost that was written on another device.
  putBack(fields) {
    const lost = fields.filter(([name, value]) => this.isLost(name, value));
    if (!lost.length) return false;
    if (!this.typed()) this.fill(fields);
    else for (const [name, value] of lost) this.form.elements[name].value = joined(this.form.elements[name].value, value);
    return true;
  }

  isLost(name, value) {
    return this.areas.some((area) => area.name === name && value.trim() && !area.value.includes(value.trim()));
  }

  fill(fields) {
    for (const box of this.form.querySelectorAll("input[type=checkbox]")) {
      box.checked = fields.some(([name, value]) => name === box.name && value === box.value);
    }
    for (const [name, value] of fields) {
      const control = this.form.elements[name];
      if (control instanceof HTMLElement && control.type !== "checkbox" && name !== "revision") control.value = value;
    }
  }
}

export function keepDrafts(form, areas) {
  return new Drafts(form, areas);
}
