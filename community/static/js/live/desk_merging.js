// Picking two questions at the desk, and choosing which words stay.

export class Merging {
  constructor(page) {
    this.page = page;
    this.dialog = page.root.querySelector("dialog[data-merge]");
    page.root.addEventListener("click", (event) => this.click(event));
  }

  click(event) {
    const link = event.target.closest("[data-pick]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.pick(link.closest(".desk-row"));
  }

  pick(row) {
    if (row.querySelector("[data-pick]").closest("[hidden]")) return;
    if (this.first === row) this.forget();
    else if (this.first?.isConnected) this.open(this.first, row);
    else this.remember(row);
  }

  remember(row) {
    this.first = row;
    row.dataset.picked = "true";
    this.say(this.page.root.dataset.picked);
  }

  forget() {
    delete this.first.dataset.picked;
    this.first = undefined;
    this.say("");
  }

  say(words) {
    this.page.part("said").textContent = words;
  }

  // The one with more votes is offered first: it is the one that most people know.
  open(one, two) {
    const [first, second] = Number(one.dataset.votes) >= Number(two.dataset.votes) ? [one, two] : [two, one];
    this.forget();
    const form = this.dialog.querySelector("form");
    form.reset();
    for (const [name, row] of Object.entries({ first, second })) {
      form.elements[name].value = row.dataset.id;
      form.querySelector(`#merge-${name}`).value = row.dataset.id;
      form.querySelector(`[data-merge-text="${name}"]`).textContent = row.querySelector(".question__text").textContent;
    }
    this.dialog.showModal();
  }
}
