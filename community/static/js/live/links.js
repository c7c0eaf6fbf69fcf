// Web addresses in what people type, found by the same rules as in community/lib/links.py: http and https only, hosts in
// plain ASCII with a dot, no user names. Made of text nodes and <a>, never of markup.

const LONGEST = 500;
const ADDRESS =
  /(?<![\p{L}\p{N}_])[hH][tT][tT][pP][sS]?:\/\/[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+(?::[0-9]{1,5})?(?:[/?#][^\s<>"`\\^{|}]*|(?![\p{L}\p{N}]|[_@-]|[.:][\p{L}\p{N}]|:[@_-]))/gu;
const AFTER = ".,;:!?'*_~…»”’";
const PAIRS = { ")": "(", "]": "[" };

const count = (text, sign) => text.split(sign).length - 1;

function withoutTail(address) {
  let end = address;
  for (;;) {
    const last = end.at(-1);
    const loose = last in PAIRS && count(end, last) > count(end, PAIRS[last]);
    if (!AFTER.includes(last) && !loose) return end;
    end = end.slice(0, -1);
  }
}

// [[piece, whether it is an address]…]; put together again they are the text.
export function pieces(text) {
  const found = [];
  let done = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = withoutTail(match[0]);
    if ([...address].length > LONGEST) continue;
    if (match.index > done) found.push([text.slice(done, match.index), false]);
    found.push([address, true]);
    done = match.index + address.length;
  }
  if (done < text.length) found.push([text.slice(done), false]);
  return found;
}

export function linked(text) {
  return pieces(text).map(([piece, isAddress]) => {
    if (!isAddress) return document.createTextNode(piece);
    const link = document.createElement("a");
    link.href = piece;
    link.rel = "nofollow ugc noopener noreferrer";
    link.target = "_blank";
    link.textContent = piece;
    return link;
  });
}
