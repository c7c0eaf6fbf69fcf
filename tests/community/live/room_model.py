"""What a room should look like, in as few words as possible, to compare the real one with."""

from dataclasses import dataclass, field


@dataclass
class Said:
    """A message or a question."""

    pk: int
    author: str
    words: str
    client_id: object
    state: str = "open"
    hidden: bool = False
    reply_to: "Said | None" = None
    was_seen: bool = False  # by everybody, at some time
    votes: set[str] = field(default_factory=set)
    older_words: list[str] = field(default_factory=list)

    @property
    def seen(self) -> bool:
        return self.state == "open" and not self.hidden


class RoomModel:
    def __init__(self) -> None:
        self.messages: list[Said] = []
        self.questions: list[Said] = []

    def note(self) -> None:
        """Remember what everybody has seen by now."""
        for thing in self.messages + self.questions:
            thing.was_seen |= thing.seen

    def secrets(self) -> tuple[frozenset[str], frozenset[str]]:
        """Words that nobody outside the desk may ever have been told, and words that nobody may be told any more."""
        never, not_now = set(), set()
        for thing in self.messages + self.questions:
            not_now.update(thing.older_words)
            if not (thing.was_seen or thing.seen):  # what is just being published may be told before it is noted
                never.add(thing.words)
            elif not thing.seen:
                not_now.add(thing.words)
        return frozenset(never), frozenset(not_now)

    def picture(self) -> dict[tuple[str, int], dict]:
        """What every page of the room must show in the end: the fields that matter, by kind and id."""
        found: dict[tuple[str, int], dict] = {}
        for message in self.messages:
            shown = {"hidden": True} if message.hidden else {"text": message.words, "quote": _quote(message)}
            found["message", message.pk] = shown
        for question in self.questions:
            if question.seen:
                found["question", question.pk] = {"text": question.words}
            elif question.was_seen:
                found["question", question.pk] = {"gone": True}
        return found

    def desk(self) -> dict[tuple[str, int], dict]:
        """What the desk must show."""
        return {
            ("question", question.pk): {
                "text": question.words,
                "state": question.state,
                "hidden": question.hidden,
            }
            for question in self.questions
        }

    def counts(self) -> dict[str, int]:
        return {str(question.pk): len(question.votes) for question in self.questions if question.seen}


def _quote(message: Said) -> str | None:
    first = message.reply_to
    if first is None:
        return None
    return "" if first.hidden else first.words
