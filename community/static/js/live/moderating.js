// The moderators' dialog: the same forms as on the page that its link leads to.

export class Moderating {
  constructor(room) {
    this.dialog = room.part("moderate-dialog");
    if (!this.dialog?.showModal) return;
    this.room = room;
    room.root.addEventListener("click", (event) => this.click(event));
  }

  click(event) {
    const link = event.target.closest("a[data-moderate]");
    if (!link) return;
    event.preventDefault();
    this.open(link.closest("[data-id]"));
  }

  open(node) {
    const words = (name) => node.querySelector(name)?.textContent.trim() ?? "";
    const forms = this.room.template("moderate").content.firstElementChild.cloneNode(true);
    for (const place of forms.querySelectorAll("[action], [formaction]")) {
      for (const name of ["action", "formaction"]) {
        const address = place.getAttribute(name);
        if (!address) continue;
        const id = address.includes("/people/0/") ? node.dataset.by : node.dataset.id;
        place.setAttribute(name, address.replace("/0/", `/${Number(id)}/`));
      }
    }
    this.dialog.querySelector("[data-moderate-name]").textContent = words(".message__name");
    this.dialog.querySelector("[data-moderate-text]").textContent = words(".message__text");
    this.dialog.querySelector("[data-moderate-place]").replaceChildren(forms);
    this.dialog.showModal();
  }
}
