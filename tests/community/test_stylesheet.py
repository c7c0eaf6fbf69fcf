"""The style sheets put together."""

import gzip
import re

from community.stylesheet import bundle


def test_it_is_fetched_in_one_request_and_kept_for_good(client):
    response = client.get(f"/style-{bundle().name}.css", headers={"Accept-Encoding": "gzip"})
    css = gzip.decompress(response.content).decode()
    assert "@import" not in css
    assert css.startswith("@layer reset, tokens")
    assert "immutable" in response["Cache-Control"]


def test_an_older_name_gets_todays_without_being_kept(client):
    response = client.get("/style-000000000000.css")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-cache"


def test_every_file_that_it_refers_to_is_there(client):
    addresses = set(re.findall(r'url\("(/[^"]+)"\)', bundle().content.decode()))
    assert addresses
    assert {address for address in addresses if client.get(address).status_code != 200} == set()
