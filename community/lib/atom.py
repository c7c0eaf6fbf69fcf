"""Atom feeds (RFC 4287): what is new in a place, for the programs in which people read many places at once.

An entry is known by its permanent address on this site, whichever of the site's names it was asked for by.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from io import StringIO
from urllib.parse import urljoin
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import rfc3339_date
from django.utils.http import http_date, quote_etag
from django.utils.xmlutils import SimplerXMLGenerator

from community.lib.markdown import for_mail

MOST = 30  # entries of one feed
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_NAMESPACE = "http://www.w3.org/2005/Atom"
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


@dataclass(frozen=True)
class Entry:
    """One thing that was written. `html` is what the sanitiser let through; addresses in it may be ours alone."""

    url: str
    title: str
    author: str
    published: datetime
    updated: datetime
    html: str
    language: str = ""


@dataclass(frozen=True)
class Feed:
    """A place with its newest entries. `home`: the address of the site, before which ours are put.

    `url` is the page for people, `address` that of the feed, which names its sort and not its reader: the same for
    all who may read it. `opened`: when the place was made, for as long as nothing is in it.
    """

    home: str
    url: str
    address: str
    title: str
    opened: datetime
    entries: Sequence[Entry] = field(default=())

    @property
    def updated(self) -> datetime:
        return max((entry.updated for entry in self.entries), default=self.opened)

    @property
    def fingerprint(self) -> str:
        """Another one whenever anything that a reader sees is another."""
        facts = [self.home, self.url, self.title]
        facts += [str(getattr(entry, one.name)) for entry in self.entries for one in fields(entry)]
        return hashlib.sha256("\x00".join(facts).encode()).hexdigest()[:32]


def answer(request: HttpRequest, feed: Feed, *, private: bool = False) -> HttpResponseBase:
    """The feed, or 304 for whoever has it already. Nobody keeps it without asking again: what is hidden is gone.

    A private one is for one reader: no proxy keeps it, no search engine lists it, its address is told to nobody.
    """
    etag, moment = quote_etag(feed.fingerprint), int(feed.updated.timestamp())
    known = get_conditional_response(request, etag=etag, last_modified=moment)
    response = known or HttpResponse(written(feed, with_address=not private), content_type=CONTENT_TYPE)
    response.headers.setdefault("ETag", etag)
    response.headers.setdefault("Last-Modified", http_date(moment))
    response.headers["Cache-Control"] = "private, no-cache" if private else "public, no-cache"
    if private:
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


def written(feed: Feed, *, with_address: bool = True) -> str:
    """`with_address`: name the feed's own address in it, which is not the one that a private feed is read at."""
    out = StringIO()
    xml = SimplerXMLGenerator(out, "utf-8")
    xml.startDocument()
    xml.startElement("feed", AttributesImpl({"xmlns": _NAMESPACE}))
    own = urljoin(feed.home, feed.address)
    xml.addQuickElement("id", own)
    xml.addQuickElement("title", _in_xml(feed.title))
    xml.addQuickElement("updated", rfc3339_date(feed.updated))
    xml.addQuickElement("link", None, {"rel": "alternate", "type": "text/html", "href": urljoin(feed.home, feed.url)})
    if with_address:
        xml.addQuickElement("link", None, {"rel": "self", "type": "application/atom+xml", "href": own})
    for entry in feed.entries:
        _write_entry(xml, entry, feed.home)
    xml.endElement("feed")
    xml.endDocument()
    return out.getvalue()


def _write_entry(xml: SimplerXMLGenerator, entry: Entry, home: str) -> None:
    address = urljoin(home, entry.url)
    xml.startElement("entry", AttributesImpl({"xml:lang": entry.language} if entry.language else {}))
    xml.addQuickElement("id", address)
    xml.addQuickElement("title", _in_xml(entry.title))
    xml.addQuickElement("link", None, {"rel": "alternate", "type": "text/html", "href": address})
    xml.addQuickElement("published", rfc3339_date(entry.published))
    xml.addQuickElement("updated", rfc3339_date(entry.updated))
    xml.startElement("author", AttributesImpl({}))
    xml.addQuickElement("name", _in_xml(entry.author))
    xml.endElement("author")
    xml.addQuickElement("content", _in_xml(for_mail(entry.html, home)), {"type": "html"})
    xml.endElement("entry")


def _in_xml(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
