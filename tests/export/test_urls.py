"""What of a target's URL may be seen."""

from __future__ import annotations

import pytest

from mixpanel_async.export.urls import shown


@pytest.mark.parametrize(
    ("url", "seen"),
    [
        ("sftp://me:secret@host/out", "sftp://me@host/out"),
        ("sftp://me:secret@host:22/out", "sftp://me@host:22/out"),
        ("sftp://:secret@host/out", "sftp://@host/out"),
        ("sftp://me:se:cr@et@host/out", "sftp://me@host/out"),
        ("sftp://me:se/cr@et@host/out", "sftp://me@host/out"),
        ("simplecache::ftp://me:secret@host/out", "simplecache::ftp://me@host/out"),
        ("https://host/out?sig=abc/d%3D&day=1", "https://host/out?sig=***&day=1"),
        (
            "https://host/out?X-Amz-Signature=abc&x-amz-security-token=d",
            "https://host/out?X-Amz-Signature=***&x-amz-security-token=***",
        ),
    ],
)
def test_passwords_and_signatures_are_not(url, seen):
    assert shown(url) == seen
    assert shown(f"'{url}' is not there, nor {url}") == f"'{seen}' is not there, nor {seen}"


@pytest.mark.parametrize(
    "url",
    [
        "s3://bucket/out",
        "sftp://me@host:22/a@b",
        "http://host:8080/a:b@c",
        "abfs://container@account.dfs.core.windows.net/out",
        "s3://bucket/out?monkeys=1",
        "C:\\data\\out",
    ],
)
def test_all_else_is(url):
    """The name before the host may be what tells two places apart: Azure has its containers there."""
    assert shown(url) == url
