"""``python -m mixpanel_sync._generate [--check]``: write the blocking face, or say what is not up to date."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from mixpanel_sync._generate.problem import Unfaceable
from mixpanel_sync._generate.tree import differences, face_tree, write

FACE = Path(__file__).resolve().parents[1]
CORE = FACE.with_name("mixpanel_async")


def main(arguments: Sequence[str], *, core: Path = CORE, face: Path = FACE) -> int:
    """Run the command; 0 when the face is what the core says."""
    try:
        tree = face_tree(core, face)
    except Unfaceable as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    if "--check" not in arguments:
        write(tree, face)
        return 0
    found = list(differences(tree, face))
    sys.stderr.writelines(f"{line}; run python -m mixpanel_sync._generate\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
