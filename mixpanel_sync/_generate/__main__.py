"""``python -m mixpanel_sync._generate [--check]``: write the blocking face, or say what is not up to date."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from mixpanel_sync._generate.problem import Unfaceable
from mixpanel_sync._generate.tree import differences, face_tree, write

HERE = Path(__file__).resolve().parents[1]


def main(arguments: Sequence[str]) -> int:
    """Run the command; 0 when the face is what the core says."""
    try:
        tree = face_tree(HERE.with_name("mixpanel_async"), HERE)
    except Unfaceable as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    if "--check" not in arguments:
        write(tree, HERE)
        return 0
    found = list(differences(tree, HERE))
    sys.stderr.writelines(f"{line}; run python -m mixpanel_sync._generate\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
