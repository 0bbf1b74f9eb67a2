import gettext
import os

from scripts import prepare
from tot.web import fonts

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Hello"\nmsgstr "Salom"\n'


def test_a_catalogue_is_compiled_when_it_is_new_or_was_changed(tmp_path):
    po = tmp_path / "uz" / "LC_MESSAGES" / "messages.po"
    po.parent.mkdir(parents=True)
    po.write_text(PO)
    assert prepare.stale_catalogues(tmp_path) == [po]
    prepare.compile_catalogue(po)
    with po.with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Hello") == "Salom"
    assert prepare.stale_catalogues(tmp_path) == []
    later = po.with_suffix(".mo").stat().st_mtime + 10
    os.utime(po, (later, later))
    assert prepare.stale_catalogues(tmp_path) == [po]


def test_the_set_up_closes_the_instance_folder_and_is_silent_the_second_time(tmp_path, monkeypatch, capsys):
    instance = tmp_path / "instance"
    monkeypatch.setenv("TOT_INSTANCE", str(instance))
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    monkeypatch.setattr(fonts, "FACES", fonts.FACES[:1])  # a second instead of four
    prepare.main()
    assert "Making fonts" in capsys.readouterr().out
    assert instance.stat().st_mode & 0o077 == 0
    prepare.main()
    assert capsys.readouterr().out == ""
