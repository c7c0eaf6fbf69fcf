from django.utils.translation import gettext_lazy as _


class TooManyKeys(Exception):
    """Nothing was made. The sentence is for the member who tried."""

    sentence = _("You have as many keys as a member may have. Revoke one that you do not use any more first.")

    def __str__(self) -> str:
        return str(self.sentence)
