"""Which Content-Security-Policy a page is sent with (safety: ASVS 5.0, 3.4.3).

The public site runs no inline script or style: nonces only. Wagtail's editor still needs inline code, so its pages
have a policy of their own; the two are never merged, because a nonce makes browsers ignore 'unsafe-inline'.
"""

from functools import cache

from csp.constants import HEADER, NONCE, NONE, SELF, STRICT_DYNAMIC, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

EDITOR_PREFIX = "/cms/"
REPORTS = "/policy-reports/"  # where browsers tell what the public policy has stopped

PUBLIC_POLICY = {
    "default-src": [NONE],
    "script-src": [NONCE, STRICT_DYNAMIC],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "media-src": [SELF],
    "font-src": [SELF],
    "manifest-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
    "object-src": [NONE],
    "require-trusted-types-for": ["'script'"],
    "report-uri": [REPORTS],
}

EDITOR_POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF, "blob:"],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "object-src": [NONE],
}


class PolicyMiddleware(CSPMiddleware):
    """Choose the policy by the path: the editor's below /cms/, the public one everywhere else.

    Nothing in it varies but the nonce, so each is put together once; that is a tenth of what a forum page costs. What
    the library offers to change it for one view is not heard.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not (settings.DEBUG and response.status_code in {404, 500}):  # Django's own pages have inline code
            nonce = getattr(request, "_csp_nonce", None)
            policy = _policy(request.path_info.startswith(EDITOR_PREFIX), _SOME if nonce else None)
            response.headers.setdefault(HEADER, policy.replace(_SOME, nonce or ""))
        return super().process_response(request, response)  # from here on it refuses to give a nonce


_SOME = "some-nonce"


@cache
def _policy(in_editor: bool, nonce: str | None) -> str:
    return build_policy(EDITOR_POLICY if in_editor else PUBLIC_POLICY, nonce=nonce)
