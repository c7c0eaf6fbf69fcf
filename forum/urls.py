"""The forum's doors, all of them ours: none of machina's URLs is mounted (safety 3.2)."""

from django.urls import path

from forum.views import answering, closing, files, helping, marking, moderating, reading, voicing, writing

app_name = "forum"
urlpatterns = [
    path("", reading.index, name="index"),
    path("topics/", reading.topics, name="topics"),
    path("read/", marking.all_read, name="all_read"),
    path("preview/", writing.preview, name="preview"),
    path("topic/<int:topic_pk>/reply/", writing.reply, name="reply"),
    path("topic/<int:topic_pk>/lock/", moderating.topic_lock, name="topic_lock"),
    path("topic/<int:topic_pk>/unlock/", moderating.topic_unlock, name="topic_unlock"),
    path("topic/<int:topic_pk>/close/", closing.topic_close, name="topic_close"),
    path("topic/<int:topic_pk>/reopen/", closing.topic_reopen, name="topic_reopen"),
    path("topic/<int:topic_pk>/continue/", marking.topic_continue, name="topic_continue"),
    path("topic/<int:topic_pk>-<str:slug>/", reading.topic, name="topic"),
    path("file/<str:key>/", files.file, name="file"),
    path("post/<int:post_pk>/", reading.post, name="post"),
    path("post/<int:post_pk>/answer/", reading.answer, name="answer"),
    path("post/<int:post_pk>/edit/", writing.post_edit, name="post_edit"),
    path("post/<int:post_pk>/approve/", moderating.post_approve, name="post_approve"),
    path("post/<int:post_pk>/answers/", answering.accept, name="answer_accept"),
    path("post/<int:post_pk>/unanswered/", answering.withdraw, name="answer_withdraw"),
    path("post/<int:post_pk>/assign/", helping.assign, name="question_assign"),
    path("post/<int:post_pk>/ask/", helping.ask, name="question_ask"),
    path("post/<int:post_pk>/vote/", voicing.vote, name="post_vote"),
    path("post/<int:post_pk>/react/", voicing.react, name="post_react"),
    path("<int:forum_pk>/read/", marking.forum_read, name="forum_read"),
    path("<int:forum_pk>-<str:slug>/", reading.forum, name="forum"),
    path("<int:forum_pk>-<str:slug>/new/", writing.topic_new, name="topic_new"),
]
