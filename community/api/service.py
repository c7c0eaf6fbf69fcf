"""The programming interface, version 1: the pages' own queries, permissions and actions behind another boundary.

What a member may not see or do on a page, their programs may not either.
"""

from datetime import datetime

from ninja import NinjaAPI, Router, Schema

from community.api import forums, posts, questions, talks, topics
from community.api.bodies import StrictParser
from community.api.callers import Call, knowing, member_of, reading
from community.api.refusals import handle_all

api = NinjaAPI(
    title="Intersession",
    version="1",
    description="Read and write the forum, talks and questions, as a member does on the pages.",
    urls_namespace="api",
    docs_url=None,
    parser=StrictParser(),
    auth=[reading],
)
account = Router(tags=["account"])


class Me(Schema):
    id: int
    name: str
    url: str
    scope: str
    expires_at: datetime | None


@account.get("/me", response=Me, auth=knowing, summary="Whose key is it?")
def me(request: Call) -> Me:
    """The member behind the key, and what the key may do."""
    member, key = member_of(request), request.auth.key
    assert key is not None  # noqa: S101 - `knowing` lets nobody in without
    return Me(
        id=member.pk,
        name=member.display_name,
        url=member.get_absolute_url(),
        scope=key.scope,
        expires_at=key.expires_at,
    )


api.add_router("", account)
api.add_router("/forums", forums.router)
api.add_router("", topics.router)
api.add_router("", posts.router)
api.add_router("", talks.router)
api.add_router("", questions.router)
handle_all(api)
