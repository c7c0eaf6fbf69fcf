"""Whatever people, moderators and networks do in a room, in any order: its invariants hold (safety 1.5, I1 to I7).

A machine does at random what can be done, on the real hub and sockets in the rough weather of all tests, and a plain
model says how the room must look. After each round everybody falls silent, and then:

I1 whatever was acknowledged is in the table once; I2 each page has the table's events in order; I3 numbers have no
gaps; I4 nobody was told what is not for them; I5 nothing is applied twice; I6 that takes less than five seconds; I7 so
does closing the sockets of those who lost the right to listen.
"""

import asyncio
import threading
import time
import uuid

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from community.live import actions, guests, hub
from community.live.models import Attendee, Message, Question, Room, RoomEvent, Vote
from community.live.voices import enter
from tests.community.live.making import open_clinic
from tests.community.live.pages import Page, wait_for
from tests.community.live.readers import act, session_of
from tests.community.live.room_model import RoomModel, Said
from tests.resilience import weather

pytestmark = pytest.mark.django_db(transaction=True)

SOON = 5.0  # seconds: I6 and I7
WHICH = st.integers(0, 99)  # of what there is
MOSTLY = st.sampled_from([True, True, False])
MEMBERS = st.sampled_from(["ivo", "zofia", "jurgis"])


def one(things, index):
    return things[index % len(things)]


class LiveRoom(RuleBasedStateMachine):
    cast = loop = None  # set by the test
    number = 0

    # --- The world ----------------------------------------------------------------------------------------------------

    @initialize(approval=st.booleans())
    def open_room(self, approval):
        LiveRoom.number += 1
        weather.begin("any room")
        self.model, self.used = RoomModel(), 0
        self.room = open_clinic(self.cast, f"room-{self.number}", pre_moderation=approval)
        self.voices = {name: getattr(self.cast, name) for name in ("ivo", "zofia", "jurgis")}
        self.voices["guest"] = Attendee.objects.create(room=self.room, name="Guest from outside")
        group = Group.objects.create(name=f"Team {self.number}")
        self.team = open_clinic(self.cast, f"team-{self.number}", audience=Room.Audience.GROUP, group=group)
        self.pages = {name: Page(name, self.session(name), self.room) for name in ("ivo", "zofia", "guest")}
        for page in self.pages.values():
            page.secrets = self.model.secrets
        self.desk = Page("ona", session_of(self.cast.ona), self.room, "desk")
        self.outsider = Page("jurgis", session_of(self.cast.jurgis), self.team)
        for page in [*self.pages.values(), self.desk]:
            self.wait(page.connect())
        self.banned = set()
        self.begin_talking()

    def begin_talking(self):
        """So that there is something to change from the first step on."""
        for name in ("zofia", "ivo", "guest"):
            self.send(name=name, replies=name == "ivo", which=0)
        for name in ("zofia", "jurgis"):
            self.ask(name=name)
        self.hide_or_restore_a_message(which=0, hide=True)

    def session(self, name):
        if name != "guest":
            return session_of(self.voices[name])
        session = SessionStore()
        session[guests.SESSION_KEY] = {str(self.room.pk): self.voices["guest"].pk}
        session.save()
        return session

    def wait(self, coroutine, patience=20):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(patience)

    def act(self, action, *args, **kwargs):
        """As a request does it: in a thread of the server's."""
        cache.clear()  # nobody is too fast here
        done = self.wait(act(action, *args, **kwargs))
        self.model.note()
        return done

    def words(self):
        self.used += 1
        return f"word-{self.number}-{self.used}."

    # --- What people do -----------------------------------------------------------------------------------------------

    @rule(name=st.sampled_from(["ivo", "zofia", "jurgis", "guest"]), replies=st.booleans(), which=WHICH)
    def send(self, name, replies, which):
        if name in self.banned:
            return
        shown = [message for message in self.model.messages if not message.hidden]
        first = one(shown, which) if replies and shown else None
        words, client_id = self.words(), uuid.uuid4()
        reply_to = Message.objects.get(pk=first.pk) if first else None
        stored = self.act(actions.post_message, self.voices[name], self.room, words, client_id, reply_to=reply_to)
        self.model.messages.append(Said(stored.pk, name, words, client_id, reply_to=first))
        self.model.note()

    @rule(name=MEMBERS)
    def ask(self, name):
        if name in self.banned:
            return
        words, client_id = self.words(), uuid.uuid4()
        state = "pending" if self.room.pre_moderation else "open"
        stored = self.act(actions.ask_question, self.voices[name], self.room, words, client_id, named=False)
        self.model.questions.append(Said(stored.pk, name, words, client_id, state))
        self.model.note()

    @precondition(lambda self: self.model.messages)
    @rule(which=WHICH)
    def send_again(self, which):
        message = one(self.model.messages, which)
        if message.author in self.banned or message.older_words:
            return
        voice = self.voices[message.author]
        again = self.act(actions.post_message, voice, self.room, message.words, message.client_id)
        assert again.pk == message.pk

    @precondition(lambda self: self.model.messages)
    @rule(which=WHICH)
    def edit(self, which):
        message = one(self.model.messages, which)
        if message.author in self.banned or message.hidden:
            return
        message.older_words.append(message.words)
        message.words = self.words()
        stored = Message.objects.get(pk=message.pk)
        self.act(actions.edit_message, self.voices[message.author], stored, message.words)

    @precondition(lambda self: self.model.questions)
    @rule(which=WHICH, name=MEMBERS)
    def vote(self, which, name):
        question = one(self.model.questions, which)
        if question.seen and name not in {question.author, *self.banned}:
            question.votes.add(name)
            count = self.act(actions.vote, self.voices[name], Question.objects.get(pk=question.pk))
            assert count == len(question.votes)

    @precondition(lambda self: self.model.questions)
    @rule(which=WHICH, name=MEMBERS)
    def withdraw(self, which, name):
        question = one(self.model.questions, which)
        if question.seen and name not in {question.author, *self.banned}:
            question.votes.discard(name)
            self.act(actions.withdraw_vote, self.voices[name], Question.objects.get(pk=question.pk))

    # --- What moderators do -------------------------------------------------------------------------------------------

    @precondition(lambda self: self.model.messages)
    @rule(which=WHICH, hide=MOSTLY)
    def hide_or_restore_a_message(self, which, hide):
        message = one(self.model.messages, which)
        stored = Message.objects.get(pk=message.pk)
        message.hidden = hide
        self.act(actions.hide_message if hide else actions.restore_message, self.cast.ona, stored)

    @precondition(lambda self: self.model.questions)
    @rule(which=WHICH, hide=MOSTLY)
    def hide_or_restore_a_question(self, which, hide):
        question = one(self.model.questions, which)
        stored = Question.objects.get(pk=question.pk)
        question.hidden = hide
        self.act(actions.hide_question if hide else actions.restore_question, self.cast.ona, stored)

    @precondition(lambda self: any(thing.state == "pending" and not thing.hidden for thing in self.model.questions))
    @rule(which=WHICH, publish=st.booleans())
    def decide(self, which, publish):
        waiting = [thing for thing in self.model.questions if thing.state == "pending" and not thing.hidden]
        question = one(waiting, which)
        stored = Question.objects.get(pk=question.pk)
        question.state = "open" if publish else "declined"
        if publish:
            self.act(actions.publish_question, self.cast.ona, stored)
        else:
            self.act(actions.decline_question, self.cast.ona, stored, "Not here.")

    @precondition(lambda self: len([thing for thing in self.model.questions if thing.seen]) > 1)
    @rule(which=WHICH)
    def merge(self, which):
        seen = [thing for thing in self.model.questions if thing.seen]
        keep, drop = one(seen, which), one(seen, which + 1)
        stored = [Question.objects.get(pk=thing.pk) for thing in (keep, drop)]
        drop.state = "merged"
        keep.votes |= (drop.votes | {drop.author}) - {keep.author}
        self.act(actions.merge_questions, self.cast.ona, *stored)

    # --- What networks and rights do ----------------------------------------------------------------------------------

    @rule(name=st.sampled_from(["ivo", "zofia", "guest"]))
    def lose_the_connection(self, name):
        if self.pages[name].is_open:
            self.wait(self.pages[name].disconnect())

    @rule(name=st.sampled_from(["ivo", "zofia", "guest"]))
    def come_back(self, name):
        page = self.pages[name]
        if not page.is_open:
            self.wait(page.connect())
            assert page.code == (4404 if name in self.banned else None)

    @precondition(lambda self: self.model.messages)
    @rule()
    def open_another_page(self):
        """From the beginning, so that all of the past is told again as it may be seen now."""
        page = Page("somebody new", session_of(self.cast.camille), self.room)
        page.secrets = self.model.secrets
        self.wait(page.connect())
        self.wait(page.disconnect())
        assert not page.leaks, f"I4: {page.leaks}"
        assert page.last == page.sent

    @rule(name=st.sampled_from(["ivo", "zofia", "guest"]))
    def lose_a_frame(self, name):
        self.pages[name].to_lose = 1

    @rule(name=st.sampled_from(["ivo", "guest"]))
    def ban(self, name):
        if name in self.banned:
            return
        row = enter(self.voices[name], self.room)
        self.act(actions.ban_attendee, self.cast.ona, row, "Enough.")
        self.banned.add(name)
        self.forget_what_was_known()
        self.expect_closed(self.pages[name], 4403)

    @precondition(lambda self: self.banned)
    @rule()
    def unban(self):
        for name in self.banned:
            row = Attendee.objects.get(pk=enter(self.voices[name], self.room).pk)
            self.act(actions.unban_attendee, self.cast.ona, row)
        self.forget_what_was_known()
        self.banned.clear()

    @rule(name=st.sampled_from(["ivo", "zofia"]))
    def sign_out_and_in(self, name):
        page = self.pages[name]
        self.act(page.session.delete, page.session.session_key)
        self.expect_closed(page, 4401)
        page.become(session_of(self.voices[name]))

    def forget_what_was_known(self):
        """A request reads its people anew; here they live longer."""
        self.voices["ivo"].__dict__.pop("_attendances", None)
        self.voices["guest"].refresh_from_db()

    def expect_closed(self, page, code):
        """I7."""
        if page.is_open:
            assert self.wait(wait_for(lambda: not page.is_open, SOON)), f"I7: the socket of {page.name} stays open"
            assert page.code == code

    @rule()
    def knock_at_a_closed_door(self):
        """Jurgis is in no team."""
        self.act(actions.post_message, self.cast.ona, self.team, self.words())
        self.wait(self.outsider.connect())
        assert self.outsider.code == 4404
        assert self.outsider.received == 0, "I4: an outsider was told something"

    # --- Silence ------------------------------------------------------------------------------------------------------

    @rule()
    def fall_silent(self):
        self.check_the_tables()  # before the pages: what is wrong here is no page's fault
        room = Room.objects.get(pk=self.room.pk)
        for name, page in self.pages.items():
            page.to_lose = 0
            if not page.is_open and name not in self.banned:
                self.wait(page.connect())
        listening = [page for page in (*self.pages.values(), self.desk) if page.is_open]
        begun = time.monotonic()
        for page in listening:
            there = self.wait(wait_for(lambda page=page: self.is_up_to_date(page, room), SOON))
            assert there, f"I6: {page.name} is at {page.last} of {room.head_of(page.stream)}"
        assert time.monotonic() - begun < SOON, "I6"
        for page in listening:
            self.check_the_page(page)

    def is_up_to_date(self, page, room):
        return page.last == room.head_of(page.stream) and page.version == room.votes_version and not page.fetching

    def teardown(self):
        try:
            if hasattr(self, "desk"):
                self.fall_silent()
        finally:
            for page in [*self.pages.values(), self.desk]:
                if page.is_open:
                    self.wait(page.disconnect())

    def check_the_tables(self):
        for things, model in ((self.model.messages, Message), (self.model.questions, Question)):
            stored = list(model.objects.filter(room=self.room).order_by("pk").values_list("pk", "client_id"))
            assert stored == [(thing.pk, thing.client_id) for thing in things], "I1"
        for stream in ("room", "desk"):
            numbers = [event.seq for event in self.events(stream)]
            assert numbers == list(range(1, Room.objects.get(pk=self.room.pk).head_of(stream) + 1)), "I3"
        for question in self.model.questions:
            assert Vote.objects.filter(question=question.pk).count() == len(question.votes)

    def events(self, stream):
        return RoomEvent.objects.filter(room=self.room, stream=stream).order_by("seq")

    def check_the_page(self, page):
        assert not page.leaks, f"I4: {page.name} was {page.leaks}"
        table = [(event.seq, event.kind, event.object_id) for event in self.events(page.stream)]
        assert page.applied == table, f"I2, I5: {page.name}"
        assert not page.disorder, f"I2, I5: the server sent {page.name} {page.disorder}"
        wanted = self.model.desk() if page.stream == "desk" else self.model.picture()
        assert {thing: facts(item, wanted.get(thing, {})) for thing, item in page.items.items()} == wanted, "I2, I4"
        if page.stream == "room":
            wanted_votes = self.model.counts()
            assert {pk: page.votes[pk] for pk in wanted_votes} == wanted_votes, f"I2: votes for {page.name}"


def facts(item, wanted):
    """Of what was told, the fields that the model speaks of."""
    told = {**item, "quote": (item.get("reply") or {}).get("text")}
    return {name: told.get(name) for name in wanted} if wanted else told


@pytest.fixture
def machine(cast, monkeypatch):
    """The machine with a loop of its own to run the server's side in, and a hub whose clocks are quick."""
    for name, seconds in {"POLL_SECONDS": 0.1, "HEAD_SECONDS": 0.4, "RIGHTS_SECONDS": 0.2}.items():
        monkeypatch.setattr(hub, name, seconds)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    LiveRoom.cast, LiveRoom.loop = cast, loop
    yield LiveRoom
    asyncio.run_coroutine_threadsafe(end_all(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


async def end_all():
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


CAREFUL = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}


def test_any_order_of_things(machine):
    how = settings(max_examples=8, stateful_step_count=25, derandomize=True, phases=[Phase.generate], **CAREFUL)
    run_state_machine_as_test(machine, settings=how)


@pytest.mark.slow
def test_any_order_of_things_for_longer(machine):
    """Longer stories; what fails is made as short as it can be. Without `derandomize` each run tells others."""
    how = settings(max_examples=20, stateful_step_count=50, derandomize=True, print_blob=True, **CAREFUL)
    run_state_machine_as_test(machine, settings=how)
