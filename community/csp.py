"""Which Content-Security-Policy a page is sent with (safety: ASVS 5.0, 3.4.3).

The public site runs no inline script or style: nonces only. Wagtail's editor still needs inline code, so its pages
have a policy of their own; the two are never merged, because a nonce makes browsers ignore 'unsafe-inline'.
"""

from csp.constants import NONCE, NONE, SELF, STRICT_DYNAMIC, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase

EDITOR_PREFIX = "/cms/"

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
    """Choose the policy by the path: the editor's below /cms/, the public one everywhere else."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None:
            in_editor = request.path_info.startswith(EDITOR_PREFIX)
            parts.config = EDITOR_POLICY if in_editor else PUBLIC_POLICY
        return parts
