"""What members choose about their mails."""

from django import forms
from django.utils.translation import gettext_lazy as _

from community.notifications.models import NotificationPreference


class PreferenceForm(forms.ModelForm):
    class Meta:
        model = NotificationPreference
        fields = ["email_notifications", "digest", "mail_wait"]
        labels = {
            "email_notifications": _("Send me e-mails"),
            "digest": _("Digest"),
            "mail_wait": _("Mails about new posts wait"),
        }
        help_texts = {
            "email_notifications": _(
                "About replies, mentions, answers and what you follow. They always stand here, too."
            ),
            "digest": _(
                "What happened in what you follow, and what is next for you. Only when you have not been here."
            ),
            "mail_wait": _("What is written meanwhile comes in one mail, as its authors have corrected it by then."),
        }
