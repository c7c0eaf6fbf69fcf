"""A key for a program, made and copied with the keyboard, and used from outside."""


def test_a_key_is_made_copied_and_used(new_visit, sign_in, axe):
    visit = new_visit(permissions=["clipboard-read", "clipboard-write"])
    page = visit.page
    sign_in(page, "participant@example.org")
    page.goto("/account/access/")
    axe(page)
    page.get_by_label("Which program is it for?").fill("Newsletter")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="The key for “Newsletter” is made").wait_for()
    axe(page)
    assert page.evaluate("document.activeElement.matches('.made-key')")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Copied").wait_for()
    secret = page.evaluate("navigator.clipboard.readText()")
    answer = page.request.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"})
    assert answer.json()["scope"] == "read"
    page.goto("/account/access/")
    page.get_by_role("listitem").filter(has_text="Newsletter").get_by_role("button", name="Revoke").first.click()
    page.get_by_text("This key opens nothing any more.").wait_for()
