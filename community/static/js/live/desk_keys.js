// Keys of the moderators' desk: single letters, which the moderator can switch off (WCAG 2.1.4). Every key presses a
// button or opens a panel that is there to be clicked, too.

const STORED = "desk:keys";

export class DeskKeys {
  constructor(page, merging) {
    this.root = page.root;
    this.merging = merging;
    this.dialog = this.root.querySelector("dialog[data-keys]");
    this.selected = null;
    this.root.addEventListener("focusin", (event) => this.select(event.target.closest(".desk-row")));
    document.addEventListener("keydown", (event) => this.press(event));
    this.addSwitch();
    this.addHelp();
  }

  addSwitch() {
    this.box = this.root.querySelector("[data-keys-on]");
    this.box.checked = localStorage.getItem(STORED) !== "off";
    this.box.addEventListener("change", () => {
      localStorage.setItem(STORED, this.box.checked ? "on" : "off");
      this.showHints();
    });
    this.box.closest("[hidden]").hidden = false;
    this.showHints();
  }

  showHints() {
    this.root.toggleAttribute("data-keys-off", !this.box.checked);
  }

  addHelp() {
    const button = this.root.querySelector("[data-help]");
    button.hidden = false;
    button.addEventListener("click", () => this.dialog.showModal());
    for (const closing of this.root.querySelectorAll("dialog [data-close]")) {
      closing.addEventListener("click", () => closing.closest("dialog").close());
    }
  }

  select(row) {
    if (!row || row === this.selected) return;
    this.selected?.removeAttribute("aria-current");
    this.selected = row;
    row.setAttribute("aria-current", "true");
  }

  press(event) {
    if (!this.box.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog")) {
      if (event.key === "Escape") this.leaveField(event);
      return;
    }
    const act = this.act(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  }

  leaveField(event) {
    const panel = event.target.closest("details");
    if (!panel) return;
    panel.removeAttribute("open");
    panel.closest(".desk-row")?.focus({ preventScroll: true });
  }

  act(key) {
    if (key === "j") return () => this.step(+1);
    if (key === "k") return () => this.step(-1);
    if (key === "u") return () => this.root.querySelector("[data-undo] button").click();
    if (key === "?") return () => this.dialog.showModal();
    const row = this.selected?.isConnected ? this.selected : null;
    if (!row) return null;
    if (key === "m") return () => this.merging.pick(row);
    if (key === "x") return () => row.querySelector("[name=question]").click();
    if (key === "d" || key === "l") return this.panel(row, key);
    const button = [...row.querySelectorAll(`[data-key="${key}"]`)].find((found) => found.checkVisibility());
    return button ? () => button.click() : null;
  }

  panel(row, key) {
    const panel = row.querySelector(`[data-panel="${key}"]`);
    if (!panel || panel.hidden) return null;
    return () => {
      panel.open = true;
      panel.querySelector("[name=text]").focus();
    };
  }

  step(by) {
    const rows = [...this.root.querySelectorAll(".desk-row")];
    const place = rows.indexOf(this.selected);
    const row = rows[place < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, place + by))];
    row?.focus();
    row?.scrollIntoView({ block: "nearest" });
  }
}
