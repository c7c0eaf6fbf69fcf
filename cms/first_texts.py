"""The texts that a new site starts with; editors change them in the editor like any other page.

They say only what is true of the software itself. Who runs a site, and under which law, has to be added by whoever
does: the pages say where.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class FirstText:
    slug: str
    title: str
    lead: str
    html: str


FIRST_TEXTS = [
    FirstText(
        "about",
        "About Intersession",
        "Training sessions are short and far apart. What people learn from each other happens between them.",
        """
<p>Intersession is for the people who run industrial clusters in Europe: networks of small firms, universities and
agencies. It keeps together what usually falls apart after a meeting.</p>
<ul>
<li>Training that everyone may read, watch and download without an account.</li>
<li>Talks with a live room, where questions are asked and voted for.</li>
<li>A forum, into which every question goes that nobody had time for.</li>
</ul>
<h3>Who runs this site</h3>
<p>Whoever runs this site writes here who they are and how to reach them.</p>
<p>Intersession is not an official website of the European Union.</p>
""",
    ),
    FirstText(
        "accessibility",
        "Accessibility",
        "This site should work for everyone, with a keyboard, a screen reader, large type or a small telephone.",
        """
<p>We build it to meet the Web Content Accessibility Guidelines 2.2 at level AA.</p>
<h3>What we do</h3>
<ul>
<li>Films in lessons are published only with captions and a transcript.</li>
<li>Images are published only with a description, unless they are mere decoration.</li>
<li>Everything works with a keyboard, and nearly everything without a script.</li>
<li>Times are printed with their time zone, and your own time stands beside them.</li>
</ul>
<h3>What does not work yet</h3>
<ul>
<li>The recording of a talk may be shown before its captions are ready. Its page then names the day by which they
follow.</li>
<li>What members write, and files made by others, may fall short of these rules.</li>
</ul>
<h3>Tell us</h3>
<p>If something stands in your way, write it in the forum. Whoever runs this site adds here whom to write to, and to
whom to complain when no answer comes.</p>
""",
    ),
    FirstText(
        "privacy",
        "Privacy",
        "Reading needs no account, and nobody else is told that you read.",
        """
<h3>What your browser stores</h3>
<p>Only what the site needs to work: a cookie that keeps you signed in, and one that protects forms. There is no
analytics, no advertising and no content from other sites, so there is nothing to agree to.</p>
<h3>What we store about members</h3>
<ul>
<li>Your e-mail address, which only you and the organisers see, and the name that you want to be called.</li>
<li>What you tell about yourself: organisation, country, job and a few sentences.</li>
<li>What you write: posts, messages, questions and votes.</li>
</ul>
<p>A question that you ask without your name is shown without it, also when it goes on in the forum.</p>
<h3>How long</h3>
<p>Until you ask whoever runs this site to close your account. What you wrote stays, so that the answers of others keep
their sense.</p>
<h3>Who is responsible</h3>
<p>Whoever runs this site writes here who they are, on which legal ground they store this, and how to use your
rights.</p>
""",
    ),
]
