"""A poll in a live room: one asks, another answers, and both see what comes out, each in their own browser."""

import re

import pytest
from playwright.sync_api import Page, expect

ROOM = "/live/drop-in-clinic/"


@pytest.fixture
def inside(new_visit, sign_in):
    """`inside("participant")`: a page of somebody who sits in the room."""

    def enter(login: str = "", path: str = ROOM, **options) -> Page:
        page = new_visit(**options).page
        if login:
            sign_in(page, f"{login}@example.org")
        page.goto(path)
        if options.get("java_script_enabled", True):
            expect(page.locator("[data-connection]")).to_have_text("Connected")
        return page

    return enter


@pytest.fixture
def ask(inside):
    """`ask("Tea or coffee?", "Tea", "Coffee")`: the moderator's page, and the poll there, opened."""

    def make(question: str, *answers: str, kind: str = "One choice", wait: bool = False):
        page = inside("moderator", path=f"{ROOM}desk/")
        page.get_by_text("Make a poll").click()
        form = page.locator(".polls-desk__make")
        form.get_by_label(kind).check()
        form.get_by_label("Question").fill(question)
        if answers:
            form.get_by_label("Answers to choose from").fill("\n".join(answers))
        if wait:
            form.get_by_label("Show the results only when it is closed").check()
        form.get_by_role("button", name="Save as a draft").click()
        row = page.locator(".poll-desk", has_text=question)
        row.get_by_role("button", name="Open the poll").click()
        return page, row

    return make


def poll_on(page: Page, question: str):
    return page.locator(".poll", has_text=question)


def close(row):
    row.get_by_role("button", name="Close the poll").click()
    expect(row.get_by_role("button", name="Open it again")).to_be_visible()


def numbers(poll, answer: str) -> list[str]:
    return poll.locator("tr", has=poll.page.locator("th", has_text=answer)).locator("td").all_inner_texts()


def test_it_appears_is_answered_counted_and_closed_without_moving_the_focus(inside, ask, axe):
    zofia, pekka = inside("participant", viewport={"width": 360, "height": 780}), inside("speaker")
    zofia.get_by_role("textbox", name="Your question").focus()
    ona, row = ask("What do we drink?", "Tea", "Coffee", "Water")
    poll = poll_on(zofia, "What do we drink?")
    expect(poll.get_by_role("radio")).to_have_count(3)
    expect(zofia.locator("[data-polls-said]")).to_have_text("New poll: What do we drink?")
    expect(zofia.get_by_role("textbox", name="Your question")).to_be_focused()

    poll.get_by_role("button", name="Send your answer").click()
    expect(poll.get_by_role("alert")).to_have_text("Choose an answer first.")
    poll.get_by_role("radio", name="Coffee").check()
    poll.get_by_role("button", name="Send your answer").press("Enter")
    expect(poll.locator("tr[data-own] th")).to_contain_text("Coffee")
    expect(poll.locator("summary", has_text="Change your answer")).to_be_focused()
    asked = poll_on(pekka, "What do we drink?")
    expect(asked.locator("[data-people]")).to_have_text("1")
    asked.get_by_text("Show the results").click()
    expect(asked.locator("tr", has_text="Coffee").locator("td").first).to_have_text("1")
    expect(asked.locator("tr", has_text="Coffee").locator("[data-bar]")).to_have_attribute("width", "100")

    poll.get_by_text("Change your answer").click()
    poll.get_by_role("radio", name="Tea").check()
    poll.get_by_role("button", name="Send your answer").click()
    expect(asked.locator("tr", has_text="Tea").locator("td").first).to_have_text("1")
    expect(asked.locator("tr", has_text="Coffee").locator("td").first).to_have_text("0")

    close(row)
    expect(poll.get_by_text("Closed poll")).to_be_visible()
    expect(zofia.locator("[data-polls-said]")).to_have_text(re.compile("What do we drink"))
    zofia.reload()
    assert numbers(poll, "Tea") == ["1", "100\u00a0%"]
    assert zofia.evaluate("document.documentElement.scrollWidth") == 360
    for page in (zofia, ona):
        page.evaluate("scrollTo(0, 0)")  # what stays at the top would lie over something
        axe(page)


def test_results_that_wait_are_nowhere_before_the_end(inside, ask):
    zofia = inside("participant")
    _ona, row = ask("Who pays?", "We", "They", wait=True)
    poll = poll_on(zofia, "Who pays?")
    poll.get_by_role("radio", name="We").check()
    poll.get_by_role("button", name="Send your answer").click()
    expect(poll.locator("[data-own-text]")).to_have_text("We")
    expect(poll.get_by_text("The results are shown when the poll is closed.")).to_be_visible()
    expect(poll.locator("table")).to_be_hidden()
    close(row)
    expect(poll.locator("tr", has_text="We").locator("td").first).to_have_text("1")


def test_somebody_is_in_the_form_when_it_closes_and_reads_why_it_is_too_late(inside, ask):
    zofia = inside("participant")
    _ona, row = ask("In one word?", kind="A few words")
    field = poll_on(zofia, "In one word?").get_by_label("Your answer, in a few words")
    field.fill("Patience")
    close(row)
    expect(poll_on(zofia, "In one word?").get_by_text("Closed poll")).to_be_visible()
    expect(field).to_be_focused()
    field.press("Enter")
    expect(poll_on(zofia, "In one word?").get_by_role("alert")).to_contain_text("closed")
    expect(field).to_have_value("Patience")


def test_what_means_the_same_is_put_together_under_everybodys_eyes(inside, ask):
    zofia, pekka = inside("participant"), inside("speaker")
    _ona, row = ask("What is missing most?", kind="A few words")
    for page, words in ((zofia, "Time"), (pekka, "Hours in the day")):
        poll = poll_on(page, "What is missing most?")
        poll.get_by_label("Your answer, in a few words").fill(words)
        poll.get_by_role("button", name="Send your answer").click()
        expect(poll.locator("[data-own-text]")).to_have_text(words)
    row.get_by_text("Sort the answers").click()
    for words in ("Time", "Hours in the day"):
        row.get_by_role("checkbox", name=words).check()
    row.get_by_label("Name of the group").fill("Time to think")
    row.get_by_role("button", name="Group").click()
    for page in (zofia, pekka):
        shown = poll_on(page, "What is missing most?").locator("tbody tr")
        expect(shown).to_have_count(1)
        expect(shown).to_contain_text("Time to think")
    row.get_by_role("checkbox", name="Time").check()
    row.get_by_role("button", name="Hide").click()
    expect(poll_on(zofia, "What is missing most?").locator("tbody tr td").first).to_have_text("1")


def test_without_a_script_everything_goes_by_forms(inside, ask):
    ask("Which season?", "Spring", "Autumn", kind="Several choices")
    page = inside("participant", java_script_enabled=False)
    poll = poll_on(page, "Which season?")
    poll.get_by_role("button", name="Send your answer").click()
    expect(poll.get_by_role("alert")).to_have_text("Choose an answer first.")
    for season in ("Spring", "Autumn"):
        poll.get_by_role("checkbox", name=season).check()
    poll.get_by_role("button", name="Send your answer").click()
    assert numbers(poll, "Spring") == ["1", "100\u00a0%"]
    expect(poll.locator("tr[data-own]")).to_have_count(2)


def test_who_is_nobody_reads_and_is_told_how_to_answer(inside, ask):
    _ona, row = ask("Where next?", "Győr", "Burgos")
    guest = inside()
    poll = poll_on(guest, "Where next?")
    expect(poll.get_by_role("link", name="Sign in to answer")).to_be_visible()
    expect(poll.get_by_role("radio")).to_have_count(0)
    close(row)
    expect(poll.get_by_role("link", name="Sign in to answer")).to_be_hidden()
