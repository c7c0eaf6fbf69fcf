"""The forum's doors, all of them ours: none of machina's URLs is mounted (safety 3.2)."""

from django.urls import path

from forum import answer_views, views

app_name = "forum"
urlpatterns = [
    path("", views.index, name="index"),
    path("preview/", views.preview, name="preview"),
    path("topic/<int:topic_pk>/reply/", views.reply, name="reply"),
    path("topic/<int:topic_pk>/lock/", views.topic_lock, name="topic_lock"),
    path("topic/<int:topic_pk>/unlock/", views.topic_unlock, name="topic_unlock"),
    path("topic/<int:topic_pk>-<str:slug>/", views.topic, name="topic"),
    path("post/<int:post_pk>/", views.post, name="post"),
    path("post/<int:post_pk>/edit/", views.post_edit, name="post_edit"),
    path("post/<int:post_pk>/approve/", views.post_approve, name="post_approve"),
    path("post/<int:post_pk>/answers/", answer_views.accept, name="answer_accept"),
    path("post/<int:post_pk>/unanswered/", answer_views.withdraw, name="answer_withdraw"),
    path("<int:forum_pk>-<str:slug>/", views.forum, name="forum"),
    path("<int:forum_pk>-<str:slug>/new/", views.topic_new, name="topic_new"),
]
