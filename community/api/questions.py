"""Questions to the speakers of a talk, in its live room."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import Http404
from ninja import Query, Router, Schema, Status
from pydantic import Field, StrictBool

from community.api.bodies import Body
from community.api.callers import Call, member_of, writing
from community.api.paging import Piece, piece_of
from community.api.talks import talk_or_404
from community.live import actions
from community.live.actions.rehearsal import settle_rehearsal
from community.live.models import Question as QuestionRow
from community.live.models import Room
from community.live.permissions import can_read_room, can_see_question, is_asker
from community.people.permissions import Person

router = Router(tags=["questions"])


class Question(Schema):
    id: int
    url: str
    text: str
    asked_by: str
    created_at: datetime
    state: str
    votes: int
    answer: str
    answered_by: str
    forum_url: str = Field(description="Where it goes on in the forum; empty while it does not.")
    is_own: bool


class Questions(Schema):
    items: list[Question]
    next: str | None


class NewQuestion(Body):
    text: str
    named: StrictBool = Field(True, description="False: readers see “A participant”; moderators see the name.")
    client_id: UUID | None = Field(None, description="Yours, once for each question: sent again, it asks no second.")


class Votes(Schema):
    votes: int


@router.get("/talks/{int:talk_id}/questions", response=Questions, summary="List the questions to a talk")
def list_questions(request: Call, talk_id: int, piece: Annotated[Piece, Query()]) -> dict:
    """Those that everyone in the room sees, in the order in which they were asked."""
    voice = request.auth.user
    room = _room_or_404(voice, talk_id)
    rows = QuestionRow.objects.shown().filter(room=room).with_people()

    def show(question: QuestionRow) -> Question:
        question.room = room
        return _shown(voice, question)

    return piece_of(request, rows, piece, "created_at", show, newest=False)


@router.post("/talks/{int:talk_id}/questions", response={201: Question}, auth=writing, summary="Ask the speakers")
def ask_question(request: Call, talk_id: int, body: NewQuestion) -> Status:
    """In the name of the key's member, while the room takes questions. It may wait for a moderator first."""
    member = member_of(request)
    room = _room_or_404(member, talk_id)
    question = actions.ask_question(member, room, body.text, body.client_id, named=body.named)
    return Status(201, _shown(member, _question_or_404(member, question.pk)))


@router.get("/questions/{int:question_id}", response=Question, summary="Read a question")
def read_question(request: Call, question_id: int) -> Question:
    return _shown(request.auth.user, _question_or_404(request.auth.user, question_id))


@router.put("/questions/{int:question_id}/vote", response=Votes, auth=writing, summary="Vote for a question")
def vote(request: Call, question_id: int) -> Votes:
    """The second time nothing happens. Nobody votes for their own."""
    member = member_of(request)
    return Votes(votes=actions.vote(member, _question_or_404(member, question_id)))


@router.delete("/questions/{int:question_id}/vote", response=Votes, auth=writing, summary="Take the vote back")
def withdraw_vote(request: Call, question_id: int) -> Votes:
    member = member_of(request)
    return Votes(votes=actions.withdraw_vote(member, _question_or_404(member, question_id)))


def _room_or_404(voice: Person, talk_id: int) -> Room:
    """The room of a talk, as somebody finds it who opens its page."""
    room = talk_or_404(talk_id).room
    if room is None:
        raise Http404
    settle_rehearsal(room)
    if not can_read_room(voice, room):
        raise Http404
    return room


def _question_or_404(voice: Person, pk: int) -> QuestionRow:
    question = QuestionRow.objects.filter(pk=pk).select_related("room").with_people().first()
    if question is None or not can_see_question(voice, question):
        raise Http404
    return question


def _shown(voice: Person, question: QuestionRow) -> Question:
    return Question(
        id=question.pk,
        url=question.get_absolute_url(),
        text=question.text,
        asked_by=question.credited_name,
        created_at=question.created_at,
        state=question.state,
        votes=question.votes_count,
        answer=question.answer_text,
        answered_by=question.answered_by_name,
        forum_url=question.carried_url,
        is_own=is_asker(voice, question),
    )
