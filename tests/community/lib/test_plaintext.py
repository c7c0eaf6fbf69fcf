"""The text part of a mail reads like a letter that was typed."""

import pytest

from community.lib import markdown
from community.lib.plaintext import from_html

WRITTEN = """Hello **all**,

1. by *phone*
2. by [letter](https://example.org/letter)
   - in an envelope

> What do you do?
> Nothing.

```
a  b
c
```

See https://example.org/more"""

READ = """Hello all,

1. by phone
2. by letter (https://example.org/letter)
   - in an envelope

> What do you do?
> Nothing.

a  b
c

See https://example.org/more
"""


def test_a_post_keeps_its_shape():
    assert from_html(markdown.for_mail(markdown.render(WRITTEN), "https://house.example")) == READ


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p><a class='button' href='/x'>Read it</a></p>", "Read it: /x\n"),
        ("<head><title>No</title><style>p{}</style></head><p>Yes</p>", "Yes\n"),
        ("<p>1 &lt; 2 &amp; 3</p>", "1 < 2 & 3\n"),
        ("<p>A</p><hr><p>B</p>", "A\n\n-- \nB\n"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "a | b\n1 | 2\n"),
        ("", "\n"),
    ],
)
def test_each_part(html, text):
    assert from_html(html) == text


def test_addresses_become_whole_and_pictures_words():
    html = '<p><a href="/forum/">here</a> <img src="/x.png" alt="A chart"></p>'
    assert (
        from_html(markdown.for_mail(html, "https://house.example")) == "here: https://house.example/forum/ [A chart]\n"
    )
