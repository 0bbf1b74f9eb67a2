"""A setting or a folder that cannot be used is one sentence, from the terminal too: never a traceback."""

import pytest
from click.testing import CliRunner

from tot import config
from tot.app import main


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("languages = 5", "languages must be a list of en, ru, uz, not 5"),
        ('languages = ["en", "tlh"]', "languages must be a list"),
        ("languages = []", "languages must be a list"),
        ("public_url = 5", "public_url must be text in quotes"),
        ("contacts = 5", "Below [contacts] stand only"),
        ('[contacts]\nhotline = "5"', "hotline_national"),
        ('database_url = "mysql://tot@db/tot"', "must begin with postgresql://"),
        ('database = "x"', "no setting is called database"),
    ],
)
def test_a_setting_of_another_kind_is_refused(tmp_path, written, said):
    (tmp_path / "config.toml").write_text(written)
    with pytest.raises(config.WrongSetting, match=r".") as refused:
        config.load(tmp_path)
    assert said in str(refused.value)


def test_languages_may_be_written_with_spaces_between(tmp_path, monkeypatch):
    monkeypatch.setenv("TOT_LANGUAGES", "uz, ru")
    assert config.load(tmp_path).languages == ("uz", "ru")


def test_an_instance_that_is_closed_to_us_says_whose_it_must_be(tmp_path, monkeypatch):
    (tmp_path / "tot.sqlite").touch()
    monkeypatch.setattr(config.os, "access", lambda path, _mode: not str(path).endswith("tot.sqlite"))
    with pytest.raises(config.WrongSetting, match=r"tot\.sqlite: Permission denied.*chown -R"):
        config.load(tmp_path)


def test_an_instance_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(config.WrongSetting, match="File exists"):
        config.load(tmp_path / "file")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not a database at all, whatever its name", "file is not a database. What to do about it says: tot doctor"),
        (b"", "The database is not prepared for this version. Type: tot init"),
    ],
)
def test_a_database_that_cannot_be_used_is_one_sentence(tmp_path, monkeypatch, content, said):
    monkeypatch.setenv("TOT_INSTANCE", str(tmp_path))
    (tmp_path / "tot.sqlite").write_bytes(content)
    done = CliRunner().invoke(main, ["courses", "publish"])
    assert done.exit_code == 1
    assert done.output.splitlines() == [next(line for line in done.output.splitlines() if said in line)]
