"""URLs of targets as they may be seen: without what gives access."""

from __future__ import annotations

import re
from typing import Final

# A password may hold what a URL should not: it ends at the last @ before the path, or else at the last there is.
_PASSWORD: Final = re.compile(r"(://[^\s/:@]*):(?:[^\s/]*|(?!\d+/)\S*)@")
_IN_QUERY: Final = re.compile(
    r"([?&](?:[\w.-]*[-_.])?(?:\w*secret|\w*token|\w*key|pass\w*|sig|signature|credentials?)=)[^&\s'\"]+", re.IGNORECASE
)


def shown(text: str) -> str:
    """*text* without the passwords and signatures of URLs in it. The name of a user tells places apart, and stays."""
    return _IN_QUERY.sub(r"\1***", _PASSWORD.sub(r"\1@", text))
