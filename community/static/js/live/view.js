// Puts things into the page: clones the server's own fragment and fills it by its data- attributes. Text only, never HTML.

import { linked } from "./links.js";

const UNANSWERED = new Set(["open", "answering"]);

function fill(node, item) {
  const unanswered = UNANSWERED.has(item.state);
  if (item.by) node.dataset.by = item.by;
  if (item.own) node.dataset.own = "true"; // only the answer to one's own POST says so; later events must not forget it
  const votable = unanswered && node.dataset.own !== "true";
  const carried = item.state === "carried";
  const current = item.state === "answering";
  const facts = { ...item, unanswered, carried, current, votable, still: !votable };
  for (const place of node.querySelectorAll("[data-bind]")) place.textContent = facts[place.dataset.bind] ?? "";
  for (const field of node.querySelectorAll("[data-value]")) field.value = facts[field.dataset.value] ?? "";
  for (const place of node.querySelectorAll("[data-linked]")) {
    place.replaceChildren(...linked(facts[place.dataset.linked] ?? ""));
  }
  for (const place of node.querySelectorAll("[data-show]")) place.hidden = !facts[place.dataset.show];
  for (const place of node.querySelectorAll("[data-hide]")) place.hidden = Boolean(facts[place.dataset.hide]);
  for (const link of node.querySelectorAll("[data-href]")) {
    const address = facts[link.dataset.href] ?? "";
    if (/^(#|\/(?!\/))/.test(address)) link.setAttribute("href", address);
  }
  node.dataset.state = item.state ?? "";
  if ("votes" in item) node.dataset.votes = item.votes;
}

export class List {
  // element: the <ol>; template: the <template> with the empty fragment; prefix: of the items' element ids
  constructor(element, template, prefix) {
    this.element = element;
    this.template = template;
    this.prefix = prefix;
  }

  find(id) {
    return this.element.querySelector(`:scope > [data-id="${Number(id)}"]`);
  }

  upsert(item) {
    let node = this.find(item.id);
    if (item.gone) {
      node?.remove();
      return null;
    }
    const isNew = !node;
    if (isNew) {
      node = this.template.content.firstElementChild.cloneNode(true);
      node.dataset.id = item.id;
      node.id = `${this.prefix}-${item.id}`;
      this.address(node, item.id);
    }
    fill(node, item);
    if (isNew) this.element.append(node);
    return { node, isNew };
  }

  // The empty fragment carries 0 where the id belongs: in the addresses of its forms and in the ids of its fields.
  address(node, id) {
    const parts = [node, ...node.querySelectorAll("[action], [formaction], a[href]")];
    for (const part of parts) {
      for (const name of ["action", "formaction", "href"]) {
        const address = part.getAttribute(name);
        if (address) part.setAttribute(name, address.replace("/0/", `/${id}/`).replace(/([=-])0(?=[#&]|$)/g, `$1${id}`));
      }
    }
    for (const box of node.querySelectorAll("input[type=checkbox][value='0']")) box.value = id;
    for (const field of node.querySelectorAll("[id$='-0'], [for$='-0']")) {
      for (const name of ["id", "for"]) {
        if (field.hasAttribute(name)) field.setAttribute(name, field.getAttribute(name).replace(/-0$/, `-${id}`));
      }
    }
  }

  setVotes(votes) {
    for (const node of this.element.children) {
      const count = votes[node.dataset.id];
      if (count === undefined) continue;
      node.dataset.votes = count;
      for (const place of node.querySelectorAll('[data-bind="votes"]')) place.textContent = count;
    }
  }

  get length() {
    return this.element.children.length;
  }
}
