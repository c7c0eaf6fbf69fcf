"""A member as others see them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from community.people.models import User
from community.people.permissions import can_see_email


@require_GET
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """Closed accounts are not there. What members say about themselves is for members (R-ORG-3)."""
    found = get_object_or_404(User.objects.active().select_related("organisation"), pk=pk)
    return render(
        request,
        "people/member.html",
        {
            "member": found,
            "shows_bio": request.user.is_authenticated,
            "shows_email": request.user.is_authenticated and can_see_email(request.user, found),
        },
    )
