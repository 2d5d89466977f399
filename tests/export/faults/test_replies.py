"""A reply that is not whole is never taken for whole: it is asked for again, or an error says what is missing."""

from __future__ import annotations

import pytest

from mixpanel_async.errors import MixpanelError
from tests.export.faults.catalogue import Fault, Passing, faults, whole
from tests.export.project import Project, found

DAY = {"from_date": "2026-01-01", "to_date": "2026-01-01"}
PROJECT = Project.of(days=1)
BODY = b"".join(line + b"\n" for line in PROJECT.lines["2026-01-01"])
FAULTS = faults(BODY)
PASSING = [name for name, fault in FAULTS.items() if not fault.final]


def export(connect, out, fault=None, **options):
    fault = fault or Fault(())
    return connect(runtime=Passing(pace=fault.pace)).export_events(out, **DAY, **fault.options, **options)


def nothing_is_there(out):
    return not (out / "manifest.json").exists() and {path.name for path in out.iterdir()} <= {".export"}


@pytest.mark.parametrize("name", PASSING)
def test_what_passes_is_asked_for_again(server, connect, tmp_path, name):
    server.respond = FAULTS[name].once(PROJECT.answer)
    report = export(connect, tmp_path, FAULTS[name])
    assert found(tmp_path) == PROJECT.events()
    assert (report.rows, report.bad_lines) == (20, 0)


@pytest.mark.parametrize("name", [name for name in PASSING if not FAULTS[name].recorded])
def test_what_stays_is_an_error_that_names_the_window(server, connect, tmp_path, name):
    server.respond = FAULTS[name].always()
    with pytest.raises(MixpanelError, match="2026-01-01") as caught:
        export(connect, tmp_path, FAULTS[name], attempts=2)
    assert caught.value.code == "EXPORT_INCOMPLETE"
    assert nothing_is_there(tmp_path)
    server.respond = PROJECT.answer
    export(connect, tmp_path)
    assert found(tmp_path) == PROJECT.events()


@pytest.mark.parametrize("name", [name for name in PASSING if FAULTS[name].recorded])
def test_what_stays_and_may_be_the_datas_own_is_kept_apart_and_counted(server, connect, tmp_path, name):
    server.respond = FAULTS[name].always()
    report = export(connect, tmp_path)
    (quarantine,) = tmp_path.glob("quarantine/*.jsonl")
    assert report.bad_lines == len(quarantine.read_text("utf-8").splitlines()) == 1
    assert all(row in PROJECT.events() for row in found(tmp_path))


@pytest.mark.parametrize("name", [name for name in FAULTS if name not in PASSING])
def test_what_asking_again_does_not_mend_is_said_at_once(server, connect, tmp_path, name):
    server.respond = FAULTS[name].once(PROJECT.answer)
    with pytest.raises(MixpanelError):
        export(connect, tmp_path)
    assert len(server.seen) == 1
    assert nothing_is_there(tmp_path)
    export(connect, tmp_path)
    assert found(tmp_path) == PROJECT.events()


@pytest.mark.parametrize("name", whole(BODY))
def test_every_whole_form_is_taken(server, connect, tmp_path, name):
    server.script(whole(BODY)[name])
    export(connect, tmp_path)
    assert found(tmp_path) == PROJECT.events()
