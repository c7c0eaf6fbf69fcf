"""Where a request comes from, for counting tries."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's network address, as told by the proxies that TRUSTED_PROXIES says we have, and by nobody else."""
    return str(get_adapter(request).get_client_ip(request))
