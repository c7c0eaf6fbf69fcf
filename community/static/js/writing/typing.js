// Putting words into a box as if they had been typed, so that the browser can take them back again.

// Replaces what stands from `start` to `end`, and selects from `from` to `to` within the new words.
export function put(area, start, end, words, from = words.length, to = from) {
  if (document.activeElement === area) area.setSelectionRange(start, end);
  const typed = document.activeElement === area && words && document.execCommand("insertText", false, words);
  if (!typed) {
    area.setRangeText(words, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.setSelectionRange(start + from, start + to);
}

// The same as lines of their own, below the line where something is selected, as the name of the picture before, and
// with an empty line around them where there is something else.
export function putBlock(area, words, from, to) {
  const end = area.value.indexOf("\n", area.selectionEnd);
  const at = end < 0 ? area.value.length : end;
  const [before, rest] = [area.value.slice(0, at), area.value.slice(at)];
  const gap = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const after = rest === "" ? "\n\n" : rest.startsWith("\n\n") ? "" : "\n";
  put(area, at, at, gap + words + after, from === undefined ? undefined : gap.length + from, to === undefined ? undefined : gap.length + to);
}
