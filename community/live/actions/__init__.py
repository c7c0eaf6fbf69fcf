"""Everything that changes a live room. Each action authorises, checks, stores and announces, in one transaction."""

from community.live.actions.ballots import cast_ballot, group_answers, hide_answers, show_answers
from community.live.actions.chat import edit_message, hide_message, post_message, restore_message
from community.live.actions.desk import (
    decline_question,
    decline_questions,
    hide_question,
    publish_question,
    release_question,
    restore_question,
    set_label,
    take_question,
)
from community.live.actions.desk_merging import merge_questions
from community.live.actions.desk_undo import undo_step
from community.live.actions.first_words import leave_out, let_guest_in
from community.live.actions.guests import join_as_guest
from community.live.actions.polls import close_poll, delete_poll, edit_poll, make_poll, open_poll, reopen_poll
from community.live.actions.promoting import ask_from_message
from community.live.actions.questions import (
    answer_in_writing,
    ask_question,
    mark_answered,
    mark_answered_in_forum,
    mark_carried,
    put_off,
    reopen_carried,
    start_answering,
)
from community.live.actions.reactions import add_reaction, withdraw_reaction
from community.live.actions.rehearsal import end_rehearsal, settle_rehearsal, settle_rehearsals, start_rehearsal
from community.live.actions.restrictions import ban_attendee, mute_attendee, unban_attendee, unmute_attendee
from community.live.actions.rooms import (
    SpeakerCard,
    adjust_room,
    begin_afresh,
    ensure_lounge,
    open_room,
    retire_room,
    set_moderators,
    set_recording,
    set_speakers,
    unlist_room,
)
from community.live.actions.speakers import replace_speaker_link, revoke_speaker_link
from community.live.actions.switches import change_room, keep_room_open
from community.live.actions.votes import count_forum_votes, vote, withdraw_vote
from community.live.actions.wording import reword_question

__all__ = [
    "SpeakerCard",
    "add_reaction",
    "adjust_room",
    "answer_in_writing",
    "ask_from_message",
    "ask_question",
    "ban_attendee",
    "begin_afresh",
    "cast_ballot",
    "change_room",
    "close_poll",
    "count_forum_votes",
    "decline_question",
    "decline_questions",
    "delete_poll",
    "edit_message",
    "edit_poll",
    "end_rehearsal",
    "ensure_lounge",
    "group_answers",
    "hide_answers",
    "hide_message",
    "hide_question",
    "join_as_guest",
    "keep_room_open",
    "leave_out",
    "let_guest_in",
    "make_poll",
    "mark_answered",
    "mark_answered_in_forum",
    "mark_carried",
    "merge_questions",
    "mute_attendee",
    "open_poll",
    "open_room",
    "post_message",
    "publish_question",
    "put_off",
    "release_question",
    "reopen_carried",
    "reopen_poll",
    "replace_speaker_link",
    "restore_message",
    "restore_question",
    "retire_room",
    "revoke_speaker_link",
    "reword_question",
    "set_label",
    "set_moderators",
    "set_recording",
    "set_speakers",
    "settle_rehearsal",
    "settle_rehearsals",
    "show_answers",
    "start_answering",
    "start_rehearsal",
    "take_question",
    "unban_attendee",
    "undo_step",
    "unlist_room",
    "unmute_attendee",
    "vote",
    "withdraw_reaction",
    "withdraw_vote",
]
