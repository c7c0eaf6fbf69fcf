"""What topics are about, fetched with them."""

from typing import Any

from django.db.models import Aggregate, CharField, OuterRef, QuerySet, Subquery

from forum.models import TopicDetail


class Joined(Aggregate):
    """Texts joined by commas, which each database calls by another name."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, function="GROUP_CONCAT", **context)


def with_tags(topics: QuerySet) -> QuerySet:
    """Adds the codes of the ecosystems, within the query of the topics."""
    tagged: QuerySet[Any, Any] = TopicDetail.ecosystems.through.objects.filter(topicdetail__topic=OuterRef("pk"))
    codes = tagged.order_by().values("topicdetail").annotate(joined=Joined("ecosystem__code")).values_list("joined")
    return topics.annotate(ecosystem_codes=Subquery(codes))
