"""Stock machina as its manual mounts it, for the tests that prove its defects real. Never part of the site."""

from django.urls import include, path
from machina.apps.forum.urls import urlpatterns_factory as forum
from machina.apps.forum_conversation.urls import urlpatterns_factory as conversation
from machina.apps.forum_feeds.feeds import LastTopicsFeed
from machina.apps.forum_member.urls import urlpatterns_factory as member
from machina.apps.forum_tracking.urls import urlpatterns_factory as tracking

# Its feeds by hand: their factory wants to be an installed app, which cannot be changed while tests run.
FEEDS = [
    path("topics/", LastTopicsFeed(), name="latest_topics"),
    path("forum/<str:forum_slug>-<int:forum_pk>/topics/", LastTopicsFeed(), name="forum_latest_topics"),
    path("all/<str:forum_slug>-<int:forum_pk>/", LastTopicsFeed(), name="forum_latest_topics_with_descendants"),
]

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("forum/", include(forum.urlpatterns)),
    path("forum/", include(conversation.urlpatterns)),
    path("forum/feeds/", include((FEEDS, "forum_feeds"))),
    path("forum/member/", include(member.urlpatterns)),
    path("forum/tracking/", include(tracking.urlpatterns)),
]
