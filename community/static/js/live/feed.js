// Keeps a page up to date: by socket, or by asking every two seconds where sockets are blocked. Applies an event only when
// it is the next one; whatever is missing is fetched by its number. So nothing is lost and nothing is shown twice.

const QUIET_MS = 15_000; // without any frame for this long the connection counts as dead
const POLL_MS = 2_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
const GONE_FOR_GOOD = new Set([4401, 4403, 4404]);

export class Feed {
  // options: slug, eventsUrl, epoch, positions {stream: number}, version, onEvent, onVotes, onStatus
  constructor(options) {
    Object.assign(this, options);
    this.failures = 0;
    this.fetching = new Map();
  }

  start() {
    this.connect();
    window.addEventListener("online", () => this.reconnectSoon(0));
    setInterval(() => this.watch(), 1_000);
  }

  connect() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    this.socket = new WebSocket(`${scheme}//${location.host}/ws/live/`);
    this.heardAt = Date.now();
    this.socket.addEventListener("open", () => this.subscribe());
    this.socket.addEventListener("message", (message) => this.hear(JSON.parse(message.data)));
    this.socket.addEventListener("close", (event) => this.lost(event.code));
  }

  subscribe() {
    for (const [stream, after] of Object.entries(this.positions)) {
      this.socket.send(JSON.stringify({ sub: this.slug, after, epoch: this.epoch, stream }));
    }
  }

  hear(frame) {
    this.heardAt = Date.now();
    if (frame.t === "event") this.take(frame);
    else if (frame.t === "counts") this.takeCounts(frame);
    else if (frame.t === "head") this.compare(frame.stream, frame.seq);
    else if (frame.t === "reload") location.reload();
    else if (frame.t === "joined") this.joined();
  }

  joined() {
    this.failures = 0;
    clearInterval(this.polling);
    this.polling = undefined;
    this.onStatus("live");
  }

  take(frame) {
    const last = this.positions[frame.stream];
    if (frame.seq === last + 1) {
      this.positions[frame.stream] = frame.seq;
      this.onEvent(frame);
    } else if (frame.seq > last) {
      this.fetchMissing(frame.stream);
    }
  }

  takeCounts({ version, counts }) {
    this.version = version;
    this.onCounts(counts);
  }

  compare(stream, head) {
    if (head > this.positions[stream]) this.fetchMissing(stream);
  }

  // One request at a time for each stream; resolves to whether the server answered.
  fetchMissing(stream) {
    if (!this.fetching.has(stream)) {
      const request = this.fetchPages(stream).finally(() => this.fetching.delete(stream));
      this.fetching.set(stream, request);
    }
    return this.fetching.get(stream);
  }

  async fetchPages(stream) {
    try {
      for (;;) {
        const after = this.positions[stream];
        const query = new URLSearchParams({ after, stream, epoch: this.epoch, votes: this.version });
        const response = await fetch(`${this.eventsUrl}?${query}`, { headers: { Accept: "application/json" } });
        if (response.status === 410) location.reload();
        if (!response.ok) return false;
        const answer = await response.json();
        for (const frame of answer.events) this.take(frame);
        if (answer.counts) this.takeCounts(answer);
        if (this.positions[stream] >= answer.head || this.positions[stream] === after) return true;
      }
    } catch {
      return false;
    }
  }

  watch() {
    if (this.socket.readyState === WebSocket.OPEN && Date.now() - this.heardAt > QUIET_MS) this.socket.close();
  }

  lost(code) {
    if (GONE_FOR_GOOD.has(code)) {
      this.onStatus("offline");
      return;
    }
    this.failures += 1;
    this.polling ??= setInterval(() => this.poll(), POLL_MS);
    this.poll();
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.failures);
    this.reconnectSoon(Math.random() * longest); // full jitter, so that a whole room does not come back at once
  }

  async poll() {
    const answers = await Promise.all(Object.keys(this.positions).map((stream) => this.fetchMissing(stream)));
    if (this.polling) this.onStatus(answers.every(Boolean) ? "slower" : "offline");
  }

  reconnectSoon(delay) {
    clearTimeout(this.reconnecting);
    this.reconnecting = setTimeout(() => {
      if (this.socket.readyState === WebSocket.CLOSED) this.connect();
    }, delay);
  }
}
