// A socket on which the server tells how much a member has not read. Only while the page is looked at; the page itself
// came with the number, so whoever just passes through opens none.

const FIRST_MS = 2_000;
const LONGEST_MS = 60_000;
const SIGNED_OUT = 4401;
const CROWDED = 4429;

// Full jitter, so that all pages do not come back at once.
function waitMs(failures, code) {
  if (code === CROWDED) return LONGEST_MS;
  return FIRST_MS + Math.random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** failures);
}

export function listenForUnread(onNumber) {
  let socket;
  let waiting;
  let failures = 0;
  let isOver = false;

  const connectSoon = (delay) => {
    clearTimeout(waiting);
    if (!isOver && !document.hidden) waiting = setTimeout(connect, delay);
  };

  const hush = () => {
    clearTimeout(waiting);
    const open = socket;
    socket = undefined;
    open?.close();
  };

  const connect = () => {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const own = new WebSocket(`${scheme}//${location.host}/ws/inbox/`);
    let received = 0;
    let told; // by a server that stops: how long to stay away
    socket = own;
    own.addEventListener("message", (message) => {
      const frame = JSON.parse(message.data);
      received += 1;
      if (own.readyState === WebSocket.OPEN) own.send(JSON.stringify({ ack: received }));
      if (frame.t === "bye") told = frame.in * 1_000;
      if (frame.t !== "unread" || own !== socket) return;
      failures = 0;
      onNumber(frame.number);
    });
    own.addEventListener("close", (event) => {
      if (own !== socket) return;
      socket = undefined;
      isOver = event.code === SIGNED_OUT;
      failures += 1;
      connectSoon(told ?? waitMs(failures, event.code));
    });
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? hush() : socket ?? connectSoon(0)));
  window.addEventListener("pagehide", hush); // browsers keep no page for the way back that has a socket open
  window.addEventListener("pageshow", (event) => event.persisted && connectSoon(0));
  connectSoon(waitMs(0));
}
