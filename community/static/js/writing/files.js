// Pictures and files by paste, by drop or by the button: sent one after the other, and put down where the text is.

import { putBlock } from "./typing.js";

class Files {
  constructor(form, areas) {
    Object.assign(this, { form, area: areas[0], waiting: [], busy: false });
    this.input = form.querySelector("input[type=file]");
    this.state = form.querySelector("[data-compose-state]");
    this.error = form.querySelector("[data-compose-error]");
    form.querySelector("button[name=attach]").hidden = true;
    this.input.addEventListener("change", () => this.takeChosen());
    for (const area of areas) this.watch(area);
  }

  watch(area) {
    area.addEventListener("focus", () => (this.area = area));
    area.addEventListener("paste", (event) => this.take(event, event.clipboardData));
    area.addEventListener("drop", (event) => this.take(event, event.dataTransfer));
    area.addEventListener("dragover", (event) => this.hover(event));
    area.addEventListener("dragleave", () => delete area.dataset.over);
  }

  choose(area) {
    this.area = area;
    this.input.click();
  }

  takeChosen() {
    this.add([...this.input.files]);
    this.input.value = "";
  }

  hover(event) {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    event.currentTarget.dataset.over = "yes";
  }

  // A table copied from a worksheet comes as text and as a picture of it: then the text is meant.
  take(event, data) {
    delete event.currentTarget.dataset.over;
    if (!data?.files.length || (event.type === "paste" && data.types.includes("text/plain"))) return;
    event.preventDefault();
    this.area = event.currentTarget;
    this.add([...data.files]);
  }

  async add(files) {
    this.waiting.push(...files);
    if (this.busy) return;
    this.busy = true;
    this.error.hidden = true;
    this.error.replaceChildren();
    while (this.waiting.length) await this.send(this.waiting.shift());
    this.busy = false;
  }

  async send(file) {
    const words = this.state.dataset;
    this.state.textContent = `${words.busy} ${file.name}`;
    const answer = await this.post(file, (percent) => (this.state.textContent = `${words.busy} ${file.name}: ${percent} %`));
    if (!answer?.markdown) {
      this.state.textContent = "";
      const sentence = answer?.error ?? words.failed;
      return this.fail(sentence.startsWith(file.name) ? sentence : `${file.name}: ${sentence}`);
    }
    const brackets = answer.markdown.indexOf("]");
    if (answer.picture) putBlock(this.area, answer.markdown, 2, brackets);
    else putBlock(this.area, answer.markdown);
    this.state.textContent = answer.picture ? words.added : words.addedFile;
  }

  // Resolves to the server's answer, to null when none came.
  post(file, onProgress) {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      const body = new FormData();
      body.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
      body.append("file", file, file.name);
      request.open("POST", this.form.dataset.upload);
      request.responseType = "json";
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", (event) => onProgress(Math.floor((100 * event.loaded) / event.total)));
      request.addEventListener("load", () => resolve(request.response));
      request.addEventListener("error", () => resolve(null));
      request.send(body);
    });
  }

  fail(sentence) {
    const line = document.createElement("p");
    line.textContent = sentence;
    this.error.append(line);
    this.error.hidden = false;
  }
}

export function takeFiles(form, areas) {
  return new Files(form, areas);
}
