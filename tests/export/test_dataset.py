"""What was exported is read wherever it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from mixpanel_async import read_export
from mixpanel_async.errors import ParamTypeError, ParamValidationError, StoreError
from mixpanel_async.export.place import Place
from tests.export.project import DAYS, Project

pl = pytest.importorskip("polars")

pytestmark = pytest.mark.usefixtures("machine")


@pytest.fixture
def exported(server, connect, url):
    """The URL of an export."""
    server.respond = Project.of().answer
    connect().export_events(url, **DAYS)
    return url


def test_a_url_gives_the_same_frame_as_a_folder(connect, exported, tmp_path):
    connect().export_events(tmp_path / "here", **DAYS)
    for types in ("merged", "apart"):
        here, far = (read_export(each, types=types, verify=True) for each in (tmp_path / "here", exported))
        assert far.collect_schema() == here.collect_schema()
        assert far.collect().equals(here.collect())
        assert (
            far.filter(pl.col("event") == "Buy")
            .select("time")
            .collect()
            .equals(here.filter(pl.col("event") == "Buy").select("time").collect())
        )
        assert far.head(3).collect().equals(here.head(3).collect())
        assert far.select(pl.len()).collect().item() == 200


def test_a_bucket_that_is_not_there_is_our_error(bucket):
    with pytest.raises(StoreError):
        read_export(f"{bucket}-of-nobody/out")


def test_a_query_brings_no_more_files_than_it_needs(exported):
    frame = read_export(exported)
    first, *others = Place.at(exported).manifest().paths
    for path in sorted({first, *others})[1:]:
        Place.at(exported).target.remove(path)
    assert frame.head(1).collect().height == 1


def test_a_file_that_an_export_has_replaced_is_an_error(exported):
    frame = read_export(exported)
    target = Place.at(exported).target
    for path in target.parts():
        target.remove(path)
    with pytest.raises((StoreError, pl.exceptions.ComputeError), match="is gone: has an export replaced it"):
        frame.collect()


def test_a_file_that_is_missing_or_other_is_named(exported):
    target = Place.at(exported).target
    gone, short, other = sorted(target.parts())[:3]
    content = target.read(other)
    target.write(other, bytes([content[0] ^ 1]) + content[1:])
    with pytest.raises(StoreError, match=rf"{other}.* not those that were written"):
        read_export(exported, verify=True)
    target.write(short, target.read(short)[:-1])
    with pytest.raises(StoreError, match=rf"{short}.* bytes, and not the"):
        read_export(exported)
    target.remove(gone)
    with pytest.raises(StoreError, match=rf"{gone}.* it is not there; .*run the same export again"):
        read_export(exported)


def test_an_export_that_is_not_there_says_so(url):
    with pytest.raises(StoreError, match="no events of a finished export"):
        read_export(url)


def test_a_store_that_cannot_be_reached_is_our_error_without_its_password():
    pytest.importorskip("fsspec")
    with pytest.raises(StoreError, match="cannot be read") as raised:
        read_export("ftp://me:s3cr3t@127.0.0.1:9/out")
    assert "s3cr3t" not in str(raised.value)


@pytest.mark.parametrize("use", [read_export, Place.at])
def test_a_url_that_became_a_path_is_refused(use):
    with pytest.raises(ParamValidationError, match="has lost a slash; give the URL as text"):
        use(Path("s3://bucket/out"))
    with pytest.raises(ParamTypeError, match="a folder, or a URL"):
        use(5)
