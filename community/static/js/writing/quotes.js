// "Reply" and "Quote" below a post, where the box to write in is on the same page. What is selected in a post is quoted
// alone; otherwise the server quotes the whole post. Elsewhere these are links to a page with the box.

import { putBlock } from "./typing.js";

function answer(form, post) {
  form.elements.reply_to.value = post.dataset.post;
  const context = form.querySelector("[data-reply-context]");
  const link = context.querySelector("[data-reply-link]");
  link.textContent = post.dataset.author;
  link.href = `#${post.id}`;
  context.querySelector("[data-reply-clear]").hidden = false;
  context.hidden = false;
}

function selectedIn(post) {
  const selection = getSelection();
  const body = post.querySelector("[data-post-body]");
  if (selection.isCollapsed || !body || !body.contains(selection.anchorNode) || !body.contains(selection.focusNode)) return "";
  return selection.toString().trim();
}

const asQuotation = (words) => words.split("\n").map((line) => `> ${line}`.trimEnd()).join("\n");

async function quote(form, area, post, link) {
  const words = selectedIn(post);
  const found = await fetch(link.dataset.quote).then((response) => (response.ok ? response.json() : null), () => null);
  if (!found) return location.assign(link.href);
  const head = found.markdown.split("\n", 1)[0];
  putBlock(area, words ? `${head}\n>\n${asQuotation(words)}` : found.markdown.trimEnd());
}

async function onClick(form, area, event) {
  const link = event.target.closest("[data-reply-to], [data-quote]");
  const post = link?.closest("[data-post]");
  if (!post || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (!form.elements.reply_to.value || link.dataset.replyTo) answer(form, post);
  if (link.dataset.quote) await quote(form, area, post, link);
  area.focus();
  area.scrollIntoView({ block: "center" });
}

function clear(form) {
  form.elements.reply_to.value = "";
  form.querySelector("[data-reply-context]").hidden = true;
}

export function quotePosts(form, area) {
  if (!form.elements.reply_to) return;
  document.addEventListener("click", (event) => onClick(form, area, event));
  const button = form.querySelector("[data-reply-clear]");
  button.hidden = false;
  button.addEventListener("click", () => clear(form));
}
