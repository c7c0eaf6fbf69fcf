"""Writing, where only a browser shows it: a lost network loses no word, names are completed by the keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.forum_world import FORUM
from tests.browser.test_forum import open_topic

pytestmark = pytest.mark.browser

TOPIC = "Members who do not pay"
DOT = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0c"
    b"IDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)


def open_new_topic(page):
    """A form that no other test begins a draft in."""
    page.goto("/forum/")
    page.get_by_role("link", name=FORUM, exact=True).click()
    page.get_by_role("link", name="Start a topic").click()
    page.wait_for_url("**/new/**")


def test_what_was_typed_outlives_a_lost_network_and_is_posted_once(new_visit, sign_in):
    words = "We ask them in person, before the invoice goes out."
    page = new_visit().page
    sign_in(page, "participant@example.org")
    open_topic(page, TOPIC)
    address = page.url
    box = page.get_by_label("Your reply")
    page.route("**/draft/", lambda route: route.abort("internetdisconnected"))
    box.press_sequentially(words[:20])
    expect(page.locator("[data-compose-state]")).to_contain_text("kept on this device")
    page.goto(address)  # as after a crash: the server knows of nothing, the words come from the device
    expect(box).to_have_value(words[:20])
    page.unroute("**/draft/")
    box.press("Control+End")
    box.press_sequentially(words[20:])
    expect(page.locator("[data-compose-state]")).to_have_text("Saved as a draft")

    office = new_visit(java_script_enabled=False).page
    sign_in(office, "participant@example.org")
    office.goto(address)
    office.get_by_role("link", name="Go on writing").click()
    assert office.get_by_label("Your reply").input_value() == words
    office.get_by_role("button", name="Post your reply").click()
    page.get_by_role("button", name="Post your reply").dblclick()  # the same words from the first device
    page.wait_for_url("**#post-*")
    assert page.get_by_text(words).count() == 1
    page.reload()
    assert page.get_by_text("You began this on").count() == 0
    assert page.get_by_label("Your reply").input_value() == ""


def test_a_name_is_completed_and_marks_are_put_by_the_keyboard(browser_page, sign_in, axe):
    page = browser_page
    sign_in(page, "speaker@example.org")
    open_new_topic(page)
    box = page.get_by_label("Your text")
    box.press_sequentially("Ask @")
    box.press_sequentially("o")
    names = page.locator("[data-composer-names] [role=option]")
    expect(names.first).to_be_visible()
    assert box.get_attribute("aria-activedescendant") == names.first.get_attribute("id")
    name = names.first.locator("b").inner_text()
    axe(page)
    box.press("Enter")
    expect(names.first).to_be_hidden()
    assert box.input_value() == f"Ask @{name.replace(' ', '-')} "
    box.press("Control+b")
    box.press_sequentially("today")
    assert box.input_value().endswith("**today**")
    page.get_by_role("toolbar").get_by_role("button", name="Bold").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Italic")).to_be_focused()
    box.fill("")


def give(box, event: str, name: str, *, words: str = "") -> None:
    """Drop a picture on the box or paste it there, perhaps with the same as text, as worksheets put it down."""
    bring = """(box, [event, name, words, dot]) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([new Uint8Array(dot)], name, { type: "image/png" }));
        if (words) dataTransfer.setData("text/plain", words);
        const how = { bubbles: true, cancelable: true, dataTransfer, clipboardData: dataTransfer };
        box.dispatchEvent(event === "paste" ? new ClipboardEvent(event, how) : new DragEvent(event, how));
    }"""
    box.evaluate(bring, [event, name, words, list(DOT)])


def test_pictures_are_chosen_dropped_or_pasted_and_what_is_wrong_is_said_there(browser_page, sign_in):
    page = browser_page
    sign_in(page, "moderator@example.org")
    open_new_topic(page)
    page.get_by_label("Pictures and files").set_input_files(
        [
            {"name": "hall.png", "mimeType": "image/png", "buffer": DOT},
            {"name": "run.exe", "mimeType": "application/x-msdownload", "buffer": b"MZ"},
        ]
    )
    box = page.get_by_label("Your text")
    expect(page.locator("[data-compose-error]")).to_contain_text("run.exe cannot be added")
    expect(box).to_have_value(re.compile(r"^!\[hall\]\(/forum/file/"))
    give(box, "drop", "dropped.png")
    expect(box).to_have_value(re.compile(r"!\[dropped\]\(/forum/file/"))
    give(box, "paste", "sheet.png", words="a table")
    give(box, "paste", "pasted.png")
    expect(box).to_have_value(re.compile(r"!\[pasted\]\(/forum/file/"))
    assert "sheet" not in box.input_value()
    page.get_by_role("button", name="Preview").click()
    for name in ("hall", "dropped", "pasted"):
        expect(page.locator(f"[data-preview-body] img[alt={name}]")).to_be_visible()
