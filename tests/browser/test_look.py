import pytest

from tests.browser.conftest import look_at

WIDTHS = (320, 360, 1280)
LANGUAGES = ("en", "ru", "uz")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_part_is_readable_and_within_reach(visit, width, scheme):
    page = visit("/sample", width=width, scheme=scheme, language="ru")
    look_at(page, f"parts-{width}-{scheme}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_refused_form_brings_its_reader_to_the_summary_and_on_to_the_field(visit, scheme):
    page = visit("/sample", scheme=scheme)
    page.get_by_label("Note").fill("Typed before")
    page.get_by_role("button", name="Открыть группу").click()
    summary = page.locator(".error-summary")
    summary.wait_for()
    assert page.evaluate("document.activeElement.className") == "error-summary"
    look_at(page, f"refused-{scheme}")
    summary.get_by_role("link", name="First day").click()
    assert page.evaluate("document.activeElement.id") == "starts"
    described = page.get_by_label("First day").get_attribute("aria-describedby")
    assert page.locator(f"#{described}").inner_text().endswith("Enter the first day, for example 3 May 2027.")
    assert page.get_by_label("Note").input_value() == "Typed before"
    assert page.url.endswith("#starts")
    page.get_by_role("button", name="Открыть группу").press("Enter")
    page.locator(".error-summary:focus").wait_for()  # the address of the page holds no field any more


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/accounts/sign-in", "/no-such-page"])
def test_pages_for_everybody(visit, path, language):
    page = visit(path, language=language)
    assert page.locator("html").get_attribute("lang") == language
    look_at(page, f"{path.strip('/').replace('/', '-')}-{language}")


def test_the_menu_opens_without_script_and_stands_open_on_wide_screens(visit):
    phone = visit("/sample", script=False)
    entry = phone.get_by_role("link", name="Каскад обучения")
    assert not entry.is_visible()
    phone.get_by_text("Menu", exact=True).click()
    assert entry.is_visible()
    assert visit("/sample", width=1280, script=False).get_by_role("link", name="Каскад обучения").is_visible()


def test_the_keyboard_meets_the_skip_link_first(visit):
    page = visit("/accounts/sign-in", script=False)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_what_just_happened_is_where_the_keyboard_begins(visit):
    page = visit("/sample", script=False)
    assert page.locator("main > .notice").first.evaluate("notice => notice === document.activeElement")


def test_a_second_tap_sends_nothing_and_the_button_comes_back(visit):
    page = visit("/sample", width=1280)
    sent = []

    def answer(route):
        if route.request.method != "POST":
            return route.continue_()
        sent.append(route.request.post_data)
        return route.fulfill(status=204)  # the page stays, as it does for a download or a dead line

    page.route("**/sample", answer)
    button = page.locator(".head form button")
    button.dblclick()
    page.wait_for_timeout(200)
    assert len(sent) == 1
    assert "request_key=k" in sent[0]
    assert (button.inner_text(), button.is_disabled()) == ("Выдаём…", True)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))")
    assert (button.inner_text(), button.is_disabled()) == ("Выдать сертификаты", False)


def test_paper_keeps_the_marks_and_leaves_out_what_only_a_screen_can_use(visit):
    page = visit("/sample", width=1280)
    page.emulate_media(media="print")
    assert not page.locator(".bar").is_visible()
    assert not page.get_by_role("button", name="Открыть группу").is_visible()
    assert page.get_by_text("Present", exact=True).first.is_visible()
    assert not page.get_by_text("Absent", exact=True).first.is_visible()
    box = "main.insertAdjacentHTML('beforeend', '<div class=box>'), getComputedStyle(main.lastChild).breakInside"
    assert page.evaluate(f"main => ({box})", page.query_selector("main")) == "avoid", "a rule stays with its name"


def test_nothing_on_a_page_offends_the_policy(visit):
    page = visit("about:blank")
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto("/sample")
    page.get_by_text("Menu", exact=True).click()
    assert complaints == []


def test_a_first_visit_is_light(visit):
    page = visit("about:blank")
    received = []
    page.on("requestfinished", lambda request: received.append(request.sizes()))
    page.goto("/accounts/sign-in")
    page.wait_for_load_state("networkidle")
    assert len(received) >= 4
    assert sum(size["responseBodySize"] + size["responseHeadersSize"] for size in received) < 45_000
