// The results of one poll, drawn into the server's own table: a row for each answer, its bar, its numbers.

const share = (number, people) => (people ? Math.floor((200 * number + people) / (2 * people)) : 0); // as tally.share

export class Results {
  // box: what holds the table; template: the <template> with an empty row
  constructor(box, template) {
    this.box = box;
    this.template = template;
    this.rows = box.querySelector("[data-rows]");
  }

  // A row for each answer to choose from, where there is none yet.
  offer(options) {
    for (const option of options) this.row(String(option.id), option.text);
  }

  // counted: {people, options: {key: number}} or {people, groups: [{key, text, number}], more}
  count(counted) {
    if (counted.groups) this.regroup(counted.groups);
    const numbers = counted.options ?? Object.fromEntries((counted.groups ?? []).map((group) => [group.key, group.number]));
    const most = Math.max(0, ...Object.values(numbers));
    for (const row of this.rows.children) this.fill(row, numbers[row.dataset.key] ?? 0, counted.people, most);
    const none = this.box.querySelector("[data-none]");
    if (none) none.hidden = this.rows.children.length > 0;
    this.box.querySelector("[data-more]").hidden = !counted.more;
    this.box.querySelector("[data-more-number]").textContent = counted.more ?? 0;
  }

  // Written answers: the most frequent first, as they were counted.
  regroup(groups) {
    const rows = groups.map(({ key, text }) => this.row(key, text));
    this.rows.replaceChildren(...rows);
  }

  row(key, text) {
    let row = [...this.rows.children].find((child) => child.dataset.key === key);
    if (!row) {
      row = this.template.content.firstElementChild.cloneNode(true);
      row.dataset.key = key;
      this.rows.append(row);
    }
    row.querySelector("[data-answer]").textContent = text;
    return row;
  }

  fill(row, number, people, most) {
    const percent = share(number, people);
    row.toggleAttribute("data-leads", number > 0 && number === most);
    row.querySelector("[data-number]").textContent = number;
    row.querySelector("[data-percent]").textContent = percent;
    row.querySelector("[data-bar]").setAttribute("width", percent);
  }

  markOwn(keys) {
    for (const row of this.rows.children) row.toggleAttribute("data-own", keys.includes(row.dataset.key));
  }

  set title(text) {
    this.box.querySelector("caption [data-title]").textContent = text;
  }
}
