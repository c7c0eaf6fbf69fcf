"""Markdown to HTML: what people may use, and that nothing outside the allow-list ever comes out."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.lib import markdown
from tests.community.lib.payloads import PAYLOADS

# Written down here once more, on purpose: widening the list in the code alone turns these tests red.
TAGS = {
    "a", "blockquote", "br", "code", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "rel", "title"}, "ol": {"start"}, "td": {"align"}, "th": {"align"}}
SCHEMES = {"http", "https", "mailto"}


class Inspector(HTMLParser):
    """Collects whatever an HTML text holds beyond the allow-list."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.faults = []

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, ()):
                self.faults.append(f"{tag} {name}={value}")
            if name == "href" and not self.harmless(value or ""):
                self.faults.append(f"href={value}")

    def harmless(self, address):
        bare = "".join(letter for letter in address if letter > " ")
        scheme = urlsplit(bare).scheme.lower()
        return not scheme or scheme in SCHEMES

    def handle_comment(self, data):
        self.faults.append(f"<!--{data}")

    def handle_decl(self, decl):
        self.faults.append(f"<!{decl}")

    def handle_pi(self, data):
        self.faults.append(f"<?{data}")


def faults(html):
    inspector = Inspector()
    inspector.feed(str(html))
    inspector.close()
    return inspector.faults


class TestWhatPeopleMayUse:
    @pytest.mark.parametrize(
        ("text", "html"),
        [
            ("**bold** *slanted* ~~gone~~ `code`",
             "<p><strong>bold</strong> <em>slanted</em> <s>gone</s> <code>code</code></p>\n"),
            ("one\ntwo", "<p>one<br>\ntwo</p>\n"),
            ("# Top\n\n## Next\n\n###### Last", "<h3>Top</h3>\n<h4>Next</h4>\n<h6>Last</h6>\n"),
            ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
            ("3. c", '<ol start="3">\n<li>c</li>\n</ol>\n'),
            ("> said", "<blockquote>\n<p>said</p>\n</blockquote>\n"),
            ("<b>plain</b>", "<p>&lt;b&gt;plain&lt;/b&gt;</p>\n"),
            ("![film](https://a.example/x.png)", None),
        ],
    )  # fmt: skip
    def test_it_comes_out_as_html(self, text, html):
        assert markdown.render(text) == html or (html is None and "<img" not in markdown.render(text))

    def test_links_say_that_members_wrote_them(self):
        for text in ("https://a.example/x", "[x](https://a.example/x)", "<https://a.example/x>"):
            html = markdown.render(text)
            assert 'href="https://a.example/x"' in html
            assert 'rel="nofollow ugc noopener"' in html

    @pytest.mark.parametrize(
        ("text", "address"),
        [
            ("http://a.example/_draft_", "http://a.example/_draft_"),
            ("see www.a.eu now", "http://www.a.eu"),
            ("mail a@b.eu now", "mailto:a@b.eu"),
            ("**https://a.example/**", "https://a.example/"),
            ("(https://a.example/Fee_(yearly))", "https://a.example/Fee_(yearly)"),
        ],
    )
    def test_bare_addresses_are_links(self, text, address):
        assert f'href="{address}"' in markdown.render(text)

    def test_tables(self):
        html = markdown.render("| Cluster | Fee |\n|---|--:|\n| Ría | 2 |")
        assert "<th>Cluster</th>" in html
        assert "<td" in html
        assert not faults(html)

    def test_a_template_is_only_text(self):
        assert markdown.render("{{7*7}} {% url 'x' %}") == "<p>{{7*7}} {% url 'x' %}</p>\n"


class TestNothingElseComesOut:
    @pytest.mark.parametrize("payload", PAYLOADS)
    def test_of_a_known_attack(self, payload):
        assert not faults(markdown.render(payload))

    @pytest.mark.parametrize("payload", PAYLOADS)
    @pytest.mark.parametrize(
        "around", ["> {}", "- {}", "| a |\n|---|\n| {} |", "**{}**", "[{}](https://a.example)", "`{}"]
    )
    def test_of_one_inside_another_construct(self, payload, around):
        assert not faults(markdown.render(around.format(payload)))

    @settings(max_examples=400, deadline=None)
    @given(
        st.lists(
            st.one_of(st.sampled_from(PAYLOADS), st.text(max_size=30), st.sampled_from("\n`*_[]()<>!|#&;:\"'\\ \t")),
            max_size=8,
        )
    )
    def test_of_what_nobody_thought_of(self, parts):
        assert not faults(markdown.render("".join(parts)))

    @settings(max_examples=200, deadline=None)
    @given(st.text(alphabet="<>\"'`&;:#=/ \n\t\\javscriptonlde()[]!|*_~", max_size=200))
    def test_of_a_heap_of_signs(self, text):
        assert not faults(markdown.render(text))


def read_for_addresses(text, monkeypatch):
    """How many characters the search for bare addresses reads, each as often as it is read."""
    finder, read = markdown._parser().linkify, []

    def counting(search):
        return lambda words: read.append(len(words)) or search(words)

    with monkeypatch.context() as patch:
        for name in ("pretest", "test", "match", "match_at_start"):
            patch.setattr(finder, name, counting(getattr(finder, name)))
        markdown.render(text)
    return sum(read)


class TestBombs:
    """Work is bounded by the length of what comes in and what goes out, so no text can hold the server up."""

    @pytest.mark.parametrize(
        "bomb",
        [
            ">" * 10_000 + " deep",
            "> " * 10_000 + "deep",
            "- " * 5_000 + "deep",
            "[" * 10_000,
            "[" * 4_000 + "x" + "](y)" * 4_000,
            "![" * 5_000,
            "*" * 20_000,
            "**a " * 5_000,
            "_a*" * 6_000,
            "`" * 20_000,
            "".join("`" * number + " " for number in range(1, 190)),
            "<" * 20_000,
            "&" * 20_000,
            "|" * 20_000,
            "|a" * 3_000 + "\n" + "|-" * 3_000 + "\n" + "|b" * 3_000,
            "\n".join(f"[{number}]: https://a.example/{number}" for number in range(700)),
            "[a]: https://a.example\n\n" + "[a]" * 6_000,
            "https://a.example/" * 1_000,
            "a@b." * 5_000,
            "~~" * 10_000,
            "#" * 20_000,
            "1. " * 6_000,
            "\n" * 20_000,
            "x\n" * 10_000,
        ],
        ids=range(24),
    )
    def test_a_bomb_is_only_a_long_text(self, bomb):
        assert len(bomb) <= 20_500
        html = markdown.render(bomb)
        assert not faults(html)
        assert len(html) < 60 * len(bomb) + 1_000

    @pytest.mark.parametrize("sign", ["<http://", "](http://", "http://[", "[a](http://"])
    def test_twice_the_addresses_are_about_twice_the_work(self, sign, monkeypatch):
        assert read_for_addresses(sign * 2_500, monkeypatch) < 3 * read_for_addresses(sign * 1_250, monkeypatch)

    def test_the_hundred_and_first_address_is_a_link_too(self):
        text = "\n\n".join(f"https://a.example/{number}" for number in range(300))
        assert markdown.render(text).count("<a href=") == 300

    @pytest.mark.parametrize("columns", [2, 40, 200])
    def test_a_table_of_empty_rows_stays_about_as_long_as_its_text(self, columns):
        bomb = "|a" * columns + "|\n" + "|-" * columns + "|\n" + "|\n" * 9_000
        html = markdown.render(bomb)
        assert html.count("<t") < 3 * markdown.MAX_CELLS
        assert len(html) < 10 * len(bomb)

    def test_many_tables_have_no_more_cells_than_one(self):
        bomb = ("|a" * 40 + "|\n" + "|-" * 40 + "|\n" + "|\n" * 50 + "\n") * 77
        html = markdown.render(bomb)
        assert html.count("<td>") + html.count("<th>") <= markdown.MAX_CELLS
        assert "|" in html  # what is no table any more is still there as text

    def test_an_honest_long_table_is_whole(self):
        html = markdown.render("| Cluster | Country | Fee |\n|---|---|--:|\n" + "| Ría | ES | 2 |\n" * 1_000)
        assert html.count("<tr>") == 1_001
        assert "|" not in html

    def test_what_is_beyond_the_limit_is_left_out(self):
        assert len(markdown.render("a" * 200_000)) < markdown.MAX_LENGTH + 100

    def test_nesting_ends_at_twenty(self):
        assert markdown.render(">" * 10_000 + " deep").count("<blockquote>") <= 20


class TestToText:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("**Two** [links](https://a.example)\n\n- and\n- a list", "Two links and a list"),
            ('a < b & c > d "said"', 'a < b & c > d "said"'),
            ("<script>alert(1)</script>", "<script>alert(1)</script>"),
            ("&amp;lt; stays", "&lt; stays"),
            ("", ""),
        ],
    )
    def test_it_is_the_words_on_one_line(self, text, words):
        assert markdown.to_text(text) == words
