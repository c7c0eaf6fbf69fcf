"""A form with every kind of field, to look at."""

from django import forms


class EveryField(forms.Form):
    title = forms.CharField(label="Title of your topic", help_text="One sentence; others decide by it what to open.")
    kind = forms.ChoiceField(
        label="What it is",
        choices=[("question", "A question"), ("practice", "Something that worked"), ("discussion", "A discussion")],
        widget=forms.RadioSelect,
        initial="question",
    )
    language = forms.ChoiceField(
        label="Language", choices=[("en", "English"), ("fr", "Français"), ("es", "Español"), ("hu", "Magyar")]
    )
    text = forms.CharField(label="Your text", widget=forms.Textarea(attrs={"rows": 5}), required=False)
    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    time = forms.TimeField(
        label="Time",
        widget=forms.TimeInput(attrs={"type": "time"}),
        required=False,
        help_text="On the wall clock of Brussels.",
    )
    password = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)
    ecosystems = forms.MultipleChoiceField(
        label="Ecosystems",
        choices=[("agri", "Agri-food"), ("textiles", "Textiles"), ("mobility", "Mobility, transport, automotive")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    follow = forms.BooleanField(
        label="Mail me when somebody answers", help_text="You can stop it in every mail.", required=False
    )


def unfilled() -> EveryField:
    return EveryField(prefix="new")


def refused() -> EveryField:
    """The same form after a failed try: nothing typed is lost, every error stands where it happened."""
    form = EveryField(
        {
            "bad-title": "",
            "bad-kind": "question",
            "bad-language": "hu",
            "bad-day": "31 February",
            "bad-text": "Jó napot!",
        },
        prefix="bad",
    )
    form.add_error(None, "Your connection was lost while this was sent. It is all still here: send it again.")
    return form


def samples() -> list[tuple[str, EveryField]]:
    return [("Empty", unfilled()), ("After a failed try", refused())]
