"""Secrets for programs: told by their look, checked before anybody looks them up, and kept out of logs."""

import logging
import logging.config

from django.conf import settings

from community.lib.tokens import is_token, new_token, without_tokens


def test_a_token_says_what_it_is_for_and_is_never_the_same():
    first, second = new_token("api"), new_token("api")
    assert first != second
    assert is_token(first, "api")
    assert not is_token(first, "feed")
    assert not is_token(first.replace("_api_", "_feed_"), "feed")


def test_tokens_are_struck_out_wherever_they_stand():
    token = new_token("feed")
    assert without_tokens(f"Not Found: /forum/feed/{token}.atom?x={token}") == (
        "Not Found: /forum/feed/intersession_feed_….atom?x=intersession_feed_…"
    )


def test_every_handler_of_the_site_strikes_them_out():
    assert all("tokens" in handler["filters"] for handler in settings.LOGGING["handlers"].values())
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", (new_token("api"),), None)
    logging.config.DictConfigurator(settings.LOGGING).configure_filter(settings.LOGGING["filters"]["tokens"]).filter(
        record
    )
    assert record.getMessage() == "Not Found: intersession_api_…"
