"""The search box with a keyboard: reached by a key, results while typing."""

import pytest


@pytest.fixture
def visit(new_visit):
    return new_visit()


def test_a_keyboard_is_enough_to_find_something_while_typing(visit, axe):
    page = visit.page
    page.goto("/talks/")
    page.keyboard.press("/")
    page.keyboard.type("clust/er")  # the key is a letter like any other where somebody writes
    box = page.get_by_role("combobox", name="Search").first
    assert box.input_value() == "clust/er"
    for _ in range(3):
        page.keyboard.press("Backspace")
    options = page.get_by_role("option")
    options.first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    axe(page)
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("Escape")
    assert options.count() == 0
    page.keyboard.type("e")
    options.first.wait_for()
    page.keyboard.press("ArrowDown")
    address = chosen.get_attribute("data-href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")
    page.goto("/search/")
    page.get_by_label("The key / leads to the search").uncheck()
    page.goto("/talks/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") != "q"
