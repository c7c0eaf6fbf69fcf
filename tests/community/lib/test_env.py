"""What the environment may say, and the sentence for what it may not."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from community.lib import env


@pytest.fixture
def given(monkeypatch):
    return lambda value: monkeypatch.setenv("THING", value)


@pytest.mark.parametrize(
    ("read", "value", "found"),
    [
        (lambda: env.text("THING"), "as it is", "as it is"),
        (lambda: env.text("THING", "default"), "", "default"),
        (lambda: env.flag("THING", default=False), "Yes", True),
        (lambda: env.flag("THING", default=True), "off", False),
        (lambda: env.flag("THING", default=True), "", True),
        (lambda: env.number("THING", 5), "12", 12),
        (lambda: env.number("THING", 5), "", 5),
        (lambda: env.words("THING"), "one, two,,three ", ["one", "two", "three"]),
        (lambda: env.words("THING", ""), "", []),
        (lambda: env.origins("THING", ""), "https://a.example/,http://b.example:81", ["https://a.example", "http://b.example:81"]),
        (lambda: env.folder("THING", Path("/x")), "/srv/../srv/data", Path("/srv/data")),
        (lambda: env.database("THING", "sqlite:////x/a.sqlite3")["NAME"], "", "/x/a.sqlite3"),
        (lambda: env.database("THING", "")["HOST"], "postgres://u:p@db.example/name", "db.example"),
        (lambda: env.mail("THING", "")["EMAIL_USE_TLS"], "smtp+tls://u:p@mail.example:587", True),
        (lambda: env.mail("THING", "")["EMAIL_FILE_PATH"], "filemail:///srv/mail", "srv/mail"),
    ],
)  # fmt: skip
def test_a_good_value_is_read(given, read, value, found):
    given(value)
    assert read() == found


@pytest.mark.parametrize(
    ("read", "value", "sentence"),
    [
        (lambda: env.text("THING"), "", "Set the environment variable THING; there is no default for it."),
        (lambda: env.words("THING"), "", "Set the environment variable THING; there is no default for it."),
        (lambda: env.secret("THING"), "short", "THING has 5 characters, but it must have at least 50."),
        (lambda: env.flag("THING", default=True), "maybe", "THING is 'maybe', but it must be one of: true, false."),
        (lambda: env.number("THING", 5), "many", "THING is 'many', but it must be a whole number."),
        (lambda: env.number("THING", 5, least=2), "1", "THING is 1, but it must be at least 2."),
        (lambda: env.origins("THING"), "a.example", "'a.example', but it must look like https://community.example.org."),
        (lambda: env.origin("THING", ""), "https://a.example/x", "'https://a.example/x', but it must look like https://"),
        (lambda: env.database("THING", ""), "mysql://host/name", "THING must begin with sqlite:/// or postgres://."),
        (lambda: env.database("THING", ""), "nonsense", "THING must begin with sqlite:/// or postgres://."),
        (lambda: env.database("THING", ""), "postgres://host", "THING must end with the name of a database"),
        (lambda: env.database("THING", ""), "postgres://host:x/name", "THING is not a database address: Port"),
        (lambda: env.mail("THING", ""), "mail.example", "THING must look like smtp+tls://"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_in_a_sentence_that_names_its_variable(given, read, value, sentence):
    given(value)
    with pytest.raises(ImproperlyConfigured) as refusal:
        read()
    assert sentence in str(refusal.value)
    assert "THING" in str(refusal.value)
