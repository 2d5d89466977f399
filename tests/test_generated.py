"""The blocking face in the tree is the one the core calls for."""

from __future__ import annotations

import pytest

from mixpanel_sync._generate.__main__ import CORE, FACE
from mixpanel_sync._generate.tree import differences, face_tree


def test_the_face_is_up_to_date() -> None:
    """Stale, missing and orphaned files each stand in the failure; ``python -m mixpanel_sync._generate`` mends them."""
    pytest.importorskip("ruff", reason="ruff lays out generated text")
    assert list(differences(face_tree(CORE, FACE), FACE)) == []
