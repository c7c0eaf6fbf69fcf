from django.utils.translation import gettext_lazy as _

from forum.forms import Words, WritingForm


class LessonQuestionForm(WritingForm):
    """A question about a lesson."""

    content = Words(label=_("Your question or experience"), help_text=_("It appears in the forum, with your name."))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["content"].widget.attrs["rows"] = 4
