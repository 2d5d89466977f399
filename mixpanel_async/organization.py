"""Which organization a project belongs to, where calls have to name one."""

from __future__ import annotations

from mixpanel_async.answer import Answer
from mixpanel_async.call import Call
from mixpanel_async.errors import WorkspaceScopeError


def organization_call(project: str) -> Call[int]:
    """Ask what the account sees: the organization of *project*, else the only one there is."""
    return Call(family="app", path="/me", read=lambda answer: _organization(answer.results(), project))


def _organization(seen: Answer, project: str) -> int:
    its_own = seen.get("projects").get(project).get("organization_id")
    if its_own.value is not None:
        return its_own.whole()
    ids = [number for number, _ in seen.get("organizations").entries()]
    if len(ids) == 1 and ids[0].isdigit():
        return int(ids[0])
    raise WorkspaceScopeError(
        f"the account sees {len(ids)} organizations, and not which of them project {project} belongs to; "
        "give organization_id=",
        "ORGANIZATION_AMBIGUOUS",
        {"organization_ids": ids, "project_id": project},
    )
