"""The whole story once, in a real Chromium without script: from a coordinator's first minute to a verified certificate.

Staff sit at a desk (1280 px, Uzbek and Russian); the participant holds a phone (360 px, Uzbek). Every step goes through
pages; only the very first person comes from the terminal, as on a real installation.
"""

import re
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo
from playwright.sync_api import Browser, Download, Page

from tests.reading import text_of
from tot import config, jobs
from tot.accounts.rules import clean_name
from tot.app import create_app, main
from tot.config import ROOT
from tot.db import db
from tot.installation.serving import server_of

LIST = ROOT / "tests" / "cohorts" / "files" / "thirty-fictional-participants.csv"
PASSWORD = "kumtepada-bahor-2027"


@pytest.fixture
def installation(tmp_path: Path) -> Iterator["Installation"]:
    """A fresh installation, made by the commands of the README, served on a free port."""
    made = Installation(tmp_path)
    yield made
    made.end()


class Installation:
    """A served platform and what an operator can do to it."""

    def __init__(self, folder: Path) -> None:
        settings = config.load(folder, database_url="", mail_url="", queue_url="", public_url="http://localhost:1")
        self.app = create_app(settings, testing=True)
        self.folder = folder
        self.server = server_of(self.app, "127.0.0.1", 0, threads=4)
        self.address = f"http://127.0.0.1:{self.server.effective_port}"
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.run("init", "--no-administrator")
        self.run("courses", "publish")
        self.thread.start()

    def run(self, *arguments: str) -> str:
        """What a `tot` command prints."""
        script = ScriptInfo(create_app=lambda: self.app, set_debug_flag=False, load_dotenv_defaults=False)
        done = CliRunner().invoke(main, list(arguments), obj=script, standalone_mode=False)
        assert done.exit_code == 0, done.output
        return done.output

    def work(self) -> None:
        """Does what waits in the background."""
        with self.app.app_context():
            jobs.run_waiting()

    def letter_to(self, address: str) -> str:
        """The text of the newest letter to that address."""
        self.work()
        letters = [
            message_from_bytes(p.read_bytes(), policy=policy.default) for p in sorted(self.folder.glob("letters/*.eml"))
        ]
        return str([letter for letter in letters if letter["To"] == address][-1].get_content())

    def end(self) -> None:
        """Stops serving."""
        self.server.close()
        self.thread.join(timeout=5)
        with self.app.app_context():
            db.engine.dispose()


Open = Callable[..., Page]


@pytest.fixture
def at(chromium: Browser, installation: Installation) -> Iterator[Open]:
    """Opens a browser of somebody's own: at(1280, "uz")."""
    contexts = []

    def open_browser(width: int, language: str) -> Page:
        context = chromium.new_context(
            base_url=installation.address,
            viewport={"width": width, "height": 800},
            locale=language,
            java_script_enabled=False,
            accept_downloads=True,
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        return context.new_page()

    yield open_browser
    for context in contexts:
        context.close()


def send(page: Page, form: str = "main form[method=post]") -> None:
    """Presses the main button of a form."""
    page.locator(f"{form} button").first.click()


def follow(page: Page, part_of_address: str) -> None:
    """Follows the first link that leads there."""
    page.locator(f'main a[href*="{part_of_address}"]').first.click()


def path_of(link: str) -> str:
    return re.sub(r"^https?://[^/]+", "", link)


def join(page: Page, link: str, language: str) -> str:
    """Uses a one-time link: language, password, signed in. Returns the sign-in name the page shows."""
    page.goto(path_of(link))
    page.locator(f'input[name=language][value="{language}"]').check()
    page.fill("input[name=password]", PASSWORD)
    page.fill("input[name=password_again]", PASSWORD)
    send(page)
    return page.locator("main").inner_text()


def saved(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def test_from_the_first_minute_to_a_verified_certificate(installation: Installation, at: Open, tmp_path: Path) -> None:
    # 1. The coordinator signs in with the link from the terminal, sees her country, and invites a master trainer.
    told = installation.run(
        "people", "add", "Nigora Uydirma", "--office", "coordinator", "--place", "UZ", "--language", "uz"
    )
    coordinator = at(1280, "uz")
    join(coordinator, re.search(r"https?://\S+", told)[0], "uz")  # type: ignore[index]
    coordinator.goto("/accounts/places")
    assert "Surxondaryo viloyati" in coordinator.content()
    coordinator.goto("/cascade/invite")
    coordinator.fill("input[name=name]", "Baxtiyor Toʻqima")
    coordinator.fill("input[name=email]", "baxtiyor@example.org")
    coordinator.select_option("select[name=course]", "BRD")
    coordinator.locator("input[name=by][value=letter]").check()
    send(coordinator)

    # 2. The master trainer accepts, opens a cohort, imports thirty names and prints their slips.
    link = re.search(r"https?://\S+", installation.letter_to("baxtiyor@example.org"))[0]  # type: ignore[index]
    master = at(1280, "ru")
    join(master, link, "ru")
    again = at(360, "en")
    again.goto(path_of(link))
    assert again.locator("input[name=password]").count() == 0, "a link works once"
    cohort = open_cohort(master, "Kumtepa")
    master.goto(f"/cohorts/{cohort}/import")
    master.set_input_files("input[type=file]", LIST)
    send(master)
    send(master)
    master.goto(f"/cohorts/{cohort}")
    assert "30" in master.locator("main").inner_text()
    master.goto(f"/cohorts/{cohort}/slips")
    with master.expect_download() as slips:
        send(master)
    codes = re.findall(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b", " ".join(text_of(saved(slips.value))))
    assert len(set(codes)) == 30

    # 3. A participant signs in with her slip on a phone, reads, plays, answers; closing the browser loses nothing.
    phone = at(360, "uz")
    join(phone, f"/j/{codes[0]}", "uz")
    learn(phone)

    # 4. Two half-day sessions: the sheet, attendance on one page, the register.
    master.goto(f"/seminars/cohorts/{cohort}/plan-day")
    today = datetime.now().astimezone()
    master.fill("input[name=day]", (today - timedelta(days=1)).date().isoformat())
    if master.locator("input[name=title]").count():
        master.fill("input[name=title]", "Aniqlash")
    send(master)
    master.goto(f"/seminars/cohorts/{cohort}")
    attendance = [a.get_attribute("href") for a in master.locator('main a[href$="/attendance"]').all()]
    assert len(attendance) == 2
    for sheet in attendance:
        master.goto(str(sheet))
        send(master)
    master.goto(f"/seminars/cohorts/{cohort}/register")
    assert "100" in master.locator("main").inner_text()

    # 5. Certificates: the conditions of each, issue, the holder's own and the whole batch.
    master.goto(f"/certificates/cohorts/{cohort}/issue?kind=attendance")
    send(master, "main form[action*=preview]")
    send(master)
    installation.work()
    phone.goto("/certificates/mine")
    with phone.expect_download() as own:
        phone.locator('main a[href$="certificate.pdf"]').first.click()
    paper = " ".join(text_of(saved(own.value)))
    coordinator.goto("/certificates/batches/1/book")
    if coordinator.locator("main form[method=post]").count():
        send(coordinator)
        installation.work()
    book = coordinator.request.get("/certificates/batches/1/book.pdf")
    assert book.ok
    assert len(text_of(book.body())) == 30

    # 6. A stranger types the code from the paper.
    code = re.search(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{5}\b", paper)[0]  # type: ignore[index]
    stranger = at(360, "en")
    stranger.goto("/v")
    stranger.fill("main input[name=code]", code.lower())
    stranger.locator("main form button").first.click()
    assert "valid" in stranger.locator("main").inner_text().lower()
    assert stranger.goto("/v/ZZZZZ-ZZZZZ-ZZZZZ").status == 404  # type: ignore[union-attr]

    # 7. The master trainer makes her a trainer; she opens a cohort beneath, and the cascade draws both generations.
    master.goto(f"/cohorts/{cohort}")
    phone.goto("/accounts/me")
    holder = name_in(phone.locator("main").inner_text())
    row = master.locator("main tr", has_text=holder)
    row.locator('a[href*="make-trainer"]').click()
    send(master)
    beneath = open_cohort(phone, "Beneath")
    assert beneath != cohort
    coordinator.goto("/reports/cascade")
    drawn = coordinator.locator("main").inner_text()
    assert "Baxtiyor Toʻqima" in drawn
    assert holder in drawn


def open_cohort(page: Page, name: str) -> int:
    """Opens a cohort of the border course that began a week ago; returns its number."""
    today = datetime.now().astimezone().date()
    page.goto("/cohorts/open")
    page.fill("input[name=name]", name)
    page.fill("input[name=starts_on]", (today - timedelta(days=7)).isoformat())
    page.fill("input[name=ends_on]", (today + timedelta(days=30)).isoformat())
    page.fill("input[name=venue]", "Kumtepa")
    send(page)
    return int(re.search(r"/cohorts/(\d+)", page.url)[1])  # type: ignore[index]


def name_in(text: str) -> str:
    """Which of the thirty this page is about, as the platform writes the name."""
    lines = LIST.read_text(encoding="utf-8-sig").splitlines()[1:]
    names = [clean_name(line.split(";")[1]) for line in lines]
    return next(name for name in names if name in text)


def learn(phone: Page) -> None:
    """Reads the module, plays the case to its safe end and answers the ten questions."""
    phone.goto("/")
    phone.locator('main a[href*="/progress/"]').first.click()
    enrolment = re.search(r"/progress/(\d+)", phone.url)[1]  # type: ignore[index]
    phone.goto(f"/lessons/{enrolment}/BRD-2/BRD-2-s1")
    for _section in range(8):
        send(phone)
    phone.goto(f"/scenarios/{enrolment}/BRD-2-scenario")
    send(phone)
    for choice in ("c", "c", "c", "c", "b"):
        phone.locator(f"input[name=choice][value={choice}]").check()
        send(phone)
        if phone.locator("main a.btn-primary").count():
            phone.locator("main a.btn-primary").first.click()
    phone.goto(f"/quizzes/{enrolment}/BRD-2-check")
    send(phone)
    attempt = re.search(r"(/quizzes/attempts/\d+)", phone.url)[1]  # type: ignore[index]
    answers: dict[int, dict[str, str]] = {
        1: {"answer": "b"}, 2: {"answer": "false"}, 3: {"answer": "a b d"}, 4: {"answer": "c"},
        5: {"answer-notice": "1", "answer-talk": "2", "answer-safe": "3", "answer-call": "4", "answer-note": "5"},
        6: {"answer-a": "r1", "answer-b": "r2", "answer-c": "r3", "answer-d": "r4"},
        7: {"answer": "18"}, 8: {"answer": "c"}, 10: {"answer": "c"},
        9: {"answer": "Hech kim bilmaydi deb vaʼda bera olmayman. Faqat bilishi kerak boʻlganlarga aytaman."},
    }  # fmt: skip
    for number, fields in answers.items():
        phone.goto(f"{attempt}/{number}")
        for name, value in fields.items():
            field = phone.locator(f"main [name={name}]").first
            kind = field.get_attribute("type")
            if kind in ("radio", "checkbox"):
                for one in value.split():
                    phone.locator(f'main input[name={name}][value="{one}"]').check()
            elif phone.locator(f"main select[name={name}]").count():
                phone.locator(f"main select[name={name}]").select_option(value)
            else:
                field.fill(value)
        send(phone)
    phone.goto(f"{attempt}/finish")
    if phone.locator("main form[method=post]").count():
        send(phone)
    phone.goto(f"/progress/{enrolment}")
    assert "10" in phone.locator("main").inner_text()
