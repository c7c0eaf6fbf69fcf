"""The forum's writing doors. Every boundary uses these: pages, commands, and the floors above."""

from forum.actions.answering import accept_answer, add_answer, withdraw_answer
from forum.actions.approving import approve_post, reject_post
from forum.actions.attaching import attach_file, sweep_files
from forum.actions.carrying import add_carried_post, ensure_topic, hide_carried_post, restore_carried_post
from forum.actions.closing import close_topic, reopen_topic
from forum.actions.describing import describe_topic
from forum.actions.drafting import discard_draft, drop_old_drafts, save_draft
from forum.actions.editing import edit_post, hide_version, restore_version
from forum.actions.helping import ask_for_help, assign_question
from forum.actions.joining import join_topics
from forum.actions.marking import mark_all_read, mark_read
from forum.actions.moderating import (
    hide_post,
    hide_topic,
    lock_topic,
    restore_post,
    restore_topic,
    unlock_topic,
)
from forum.actions.moving import move_topic, place_topic
from forum.actions.places import make_category, make_forum, retire_forums, set_forum_members
from forum.actions.posting import reply, start_topic
from forum.actions.splitting import split_topic
from forum.actions.voicing import add_reaction, vote_question, withdraw_reaction, withdraw_vote
from forum.models import Anchor

__all__ = [
    "Anchor",
    "accept_answer",
    "add_answer",
    "add_carried_post",
    "add_reaction",
    "approve_post",
    "ask_for_help",
    "assign_question",
    "attach_file",
    "close_topic",
    "describe_topic",
    "discard_draft",
    "drop_old_drafts",
    "edit_post",
    "ensure_topic",
    "hide_carried_post",
    "hide_post",
    "hide_topic",
    "hide_version",
    "join_topics",
    "lock_topic",
    "make_category",
    "make_forum",
    "mark_all_read",
    "mark_read",
    "move_topic",
    "place_topic",
    "reject_post",
    "reopen_topic",
    "reply",
    "restore_carried_post",
    "restore_post",
    "restore_topic",
    "restore_version",
    "retire_forums",
    "save_draft",
    "set_forum_members",
    "split_topic",
    "start_topic",
    "sweep_files",
    "unlock_topic",
    "vote_question",
    "withdraw_answer",
    "withdraw_reaction",
    "withdraw_vote",
]
