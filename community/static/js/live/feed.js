// Keeps a page up to date: by socket, or by asking every two seconds where sockets are blocked. Applies an event only when
// it is the next one; whatever is missing is fetched by its number. So nothing is lost and nothing is shown twice.

const QUIET_MS = 15_000; // without any frame for this long the connection counts as dead
const POLL_MS = 2_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
const BLOCKED_AFTER = 3; // failures; whoever then still asks is in the room without a socket, and counts as being here
const TELL_EVERY = 128; // frames; the server cuts whoever leaves 256 of them unacknowledged
const CROWDED = 4429; // too many sockets: polling serves as well, so there is no hurry
const GONE_FOR_GOOD = new Set([4401, 4403, 4404]);

export class Feed {
  // options: slug, eventsUrl, epoch, positions {stream: number}, version, onEvent, onCounts, onStatus, and if wanted:
  // pass (of a speaker's link), onOwn (a question of the reader has changed), onHere (how many people are in the room)
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
    this.received = 0;
    this.acknowledged = 0;
    this.socket.addEventListener("open", () => this.subscribe());
    this.socket.addEventListener("message", (message) => this.hear(JSON.parse(message.data)));
    this.socket.addEventListener("close", (event) => this.lost(event.code));
  }

  subscribe() {
    for (const [stream, after] of Object.entries(this.positions)) {
      this.socket.send(JSON.stringify({ sub: this.slug, after, epoch: this.epoch, stream, pass: this.pass }));
    }
  }

  hear(frame) {
    this.heardAt = Date.now();
    this.received += 1;
    if (frame.t === "event") this.take(frame);
    else if (frame.t === "counts") this.takeCounts(frame);
    else if (frame.t === "head") this.compare(frame);
    else if (frame.t === "own") this.onOwn?.();
    else if (frame.t === "bye") this.byeMs = frame.in * 1_000;
    else if (frame.t === "reload") location.reload();
    else if (frame.t === "joined") this.joined(frame);
    if (frame.t === "head" || this.received - this.acknowledged >= TELL_EVERY) this.acknowledge();
  }

  // Say how much has arrived: the server sends no more to whoever does not read.
  acknowledge() {
    if (this.socket.readyState !== WebSocket.OPEN) return;
    this.acknowledged = this.received;
    this.socket.send(JSON.stringify({ ack: this.received }));
  }

  joined(frame) {
    this.failures = 0;
    this.compare(frame);
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

  compare({ stream, seq, version, here }) {
    this.onHere?.(here);
    if (seq > this.positions[stream] || version > this.version) this.fetchMissing(stream);
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
        if (this.failures >= BLOCKED_AFTER) query.set("here", "1");
        const response = await fetch(`${this.eventsUrl}?${query}`, { headers: { Accept: "application/json" } });
        if (response.status === 410) location.reload();
        if (!response.ok) return false;
        const answer = await response.json();
        for (const frame of answer.events) this.take(frame);
        if (answer.counts) this.takeCounts(answer);
        this.version = answer.version; // older, perhaps, than what was told meanwhile: then the next head says so
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
    this.reconnectSoon(this.waitMs(code));
  }

  // Full jitter, so that a whole room does not come back at once; a server that stops says itself how long to stay away.
  waitMs(code) {
    const told = this.byeMs;
    this.byeMs = undefined;
    if (told !== undefined) return told;
    if (code === CROWDED) return LONGEST_WAIT_MS;
    return Math.random() * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.failures);
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
