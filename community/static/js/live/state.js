// What the room is at the moment: not open yet, open or closed, with chat and questions on or off. The page follows the
// clock of the server and what moderators switch: forms appear and disappear, with a sentence why.

const TICK_MS = 1_000;

export class State {
  constructor(room) {
    this.room = room;
    const facts = room.root.dataset;
    this.late = new Date(facts.clock) - Date.now(); // by how much the reader's clock is slow
    this.facts = {
      opens_at: facts.opens,
      closes_at: facts.closes,
      questions_from: facts.questionsFrom,
      chat_enabled: Boolean(facts.chatOn),
      qa_enabled: Boolean(facts.qaOn),
      rehearses: Boolean(facts.rehearses),
    };
    this.shown = { phase: this.phase(), chat: this.chat(), questions: this.questions() };
    setInterval(() => this.tick(), TICK_MS);
    this.tick();
  }

  take(frame) {
    if (frame.kind !== "room" || frame.stream !== "room") return;
    this.facts = frame.item;
    const slow = this.room.part("slow");
    if (slow && !slow.dataset.exempt) {
      slow.hidden = !frame.item.slow_seconds;
      this.room.part("slow-seconds").textContent = frame.item.slow_seconds;
    }
    this.tick();
  }

  here(people) {
    const place = this.room.part("here");
    if (people === undefined || !place) return;
    place.parentElement.hidden = people === 0;
    place.textContent = place.dataset.many.replace("%n", people);
  }

  now() {
    return Date.now() + this.late;
  }

  phase() {
    const { opens_at, closes_at } = this.facts;
    if (this.now() < new Date(opens_at)) return "before";
    return closes_at && this.now() >= new Date(closes_at) ? "closed" : "open";
  }

  chat() {
    return this.of(this.facts.chat_enabled, false);
  }

  questions() {
    const from = this.facts.questions_from;
    return this.of(this.facts.qa_enabled, Boolean(from) && this.now() >= new Date(from));
  }

  of(enabled, inAdvance) {
    const phase = this.phase();
    const goesOn = phase === "open" || (phase === "before" && (inAdvance || this.facts.rehearses));
    if (enabled && goesOn) return "open";
    if (phase === "closed") return "closed";
    return enabled ? "before" : "off";
  }

  tick() {
    this.countDown();
    const now = { phase: this.phase(), chat: this.chat(), questions: this.questions() };
    const said = [];
    for (const what of Object.keys(now)) {
      if (now[what] === this.shown[what]) continue;
      this.apply(what, now[what]);
      said.push(this.sentence(what, now[what]));
    }
    this.shown = now;
    if (said.some(Boolean)) this.room.say(said.filter(Boolean).join(" "));
  }

  apply(what, state) {
    const templates = [...this.room.root.querySelectorAll("template")].map((template) => template.content);
    for (const root of [this.room.root, ...templates]) {
      for (const place of root.querySelectorAll(`[data-while-${what}]`)) {
        place.hidden = place.getAttribute(`data-while-${what}`) !== state;
      }
    }
  }

  // The sentence that now stands on the page, for those who do not see it appear.
  sentence(what, state) {
    const place = this.room.root.querySelector(`p[data-while-${what}="${state}"], .room__hours[data-while-${what}="${state}"]`);
    return place?.textContent.trim().replace(/\s+/g, " ") ?? "";
  }

  countDown() {
    const place = this.room.part("countdown");
    if (!place || this.phase() !== "before") return;
    const seconds = Math.ceil((new Date(this.facts.opens_at) - this.now()) / 1_000);
    const text = inWords(seconds);
    if (place.textContent !== text) place.textContent = text;
  }
}

// "in 3 minutes", in the language of the page; the last minute by tens of seconds, so that it stays calm.
function inWords(seconds) {
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "always" });
  if (seconds > 2 * 86_400) return format.format(Math.round(seconds / 86_400), "day");
  if (seconds > 2 * 3_600) return format.format(Math.round(seconds / 3_600), "hour");
  if (seconds > 60) return format.format(Math.ceil(seconds / 60), "minute");
  return format.format(Math.ceil(seconds / 10) * 10, "second");
}
