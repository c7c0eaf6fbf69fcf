// The buttons that put Markdown into the text: one stop of the Tab key, arrows between them (ARIA toolbar pattern).

import { put } from "./typing.js";

const AROUND = { bold: ["**", "**"], italic: ["*", "*"] };
const LINES = { list: "- ", quote: "> ", heading: "## " };
const KEYS = { b: "bold", i: "italic", k: "link" };

function wrap(area, before, after) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const words = value.slice(start, end);
  const wrapped = value.slice(start - before.length, start) === before && value.slice(end, end + after.length) === after;
  if (wrapped) put(area, start - before.length, end + after.length, words, 0, words.length);
  else put(area, start, end, before + words + after, before.length, before.length + words.length);
}

function markLines(area, mark) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const next = area.value.indexOf("\n", area.selectionEnd);
  const end = next < 0 ? area.value.length : next;
  const lines = area.value.slice(start, end).split("\n");
  const marked = lines.every((line) => line.startsWith(mark));
  const words = lines.map((line) => (marked ? line.slice(mark.length) : mark + line)).join("\n");
  put(area, start, end, words, lines.length > 1 ? 0 : words.length, words.length);
}

function link(area) {
  const words = area.value.slice(area.selectionStart, area.selectionEnd);
  const isAddress = /^https?:\/\/\S+$/.test(words);
  const made = isAddress ? `[](${words})` : `[${words}](https://)`;
  const at = isAddress || !words ? 1 : words.length + 3;
  put(area, area.selectionStart, area.selectionEnd, made, at, isAddress || !words ? at : made.length - 1);
}

function code(area) {
  const words = area.value.slice(area.selectionStart, area.selectionEnd);
  if (words.includes("\n")) put(area, area.selectionStart, area.selectionEnd, `\`\`\`\n${words}\n\`\`\``);
  else wrap(area, "`", "`");
}

function apply(mark, area, files) {
  if (mark === "file") return files.choose(area);
  area.focus();
  if (AROUND[mark]) wrap(area, ...AROUND[mark]);
  else if (LINES[mark]) markLines(area, LINES[mark]);
  else if (mark === "link") link(area);
  else code(area);
}

function rove(bar, event) {
  const tools = [...bar.querySelectorAll("button")];
  const here = tools.indexOf(document.activeElement);
  const step = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tools.length - 1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  for (const tool of tools) tool.tabIndex = -1;
  const next = tools[(step + tools.length) % tools.length];
  next.tabIndex = 0;
  next.focus();
}

export function addTools(area, files) {
  const bar = area.closest("[data-composer]").querySelector("[data-composer-tools]");
  bar.querySelector("button").tabIndex = 0;
  bar.addEventListener("keydown", (event) => rove(bar, event));
  bar.addEventListener("click", (event) => {
    const tool = event.target.closest("[data-mark]");
    if (tool) apply(tool.dataset.mark, area, files);
  });
  area.addEventListener("keydown", (event) => {
    const mark = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && KEYS[event.key.toLowerCase()];
    if (!mark) return;
    event.preventDefault();
    apply(mark, area, files);
  });
  bar.hidden = false;
}
