"""Two answers for whoever watches the servers: is it alive, and can it serve?"""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from community.live.hub import hubs_are_well


@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers and its live rooms move; 503 for the seconds until those are restarted."""
    if not hubs_are_well():
        return HttpResponse("the live rooms stand still\n", status=503, content_type="text/plain")
    return HttpResponse("alive\n", content_type="text/plain")


@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers too, 503 otherwise: send visitors elsewhere, but don't restart this process."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")
