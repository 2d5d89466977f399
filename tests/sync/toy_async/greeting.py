"""A coroutine function of the module itself."""

from __future__ import annotations


async def greet(name: str, *, loud: bool = False) -> str:
    """A greeting: ``await greet("Ann")``."""
    return f"HELLO {name}" if loud else f"hello {name}"
