"""The contract of operations: what each of them sends and what it makes of the reply, asked of both our faces.

``operations.json`` is data: calls of mixpanel-headless 0.4.0 (the six about JQL: of the last release that had them),
recorded on 2026-11-23 against an in-memory server with replies of our own making, no network. Cut down to what is
compared; replays are left out. An operation a line: its exchanges in ``http``, with templates for paths, and ``cases``.
A case takes part when both faces have every name of its call, so coverage grows as names are added.

In the data ``{project_id}`` and ``{workspace_id}`` stand for the session's, ``{today}`` and ``{today-30d}`` for days,
``{any}`` for what the client makes up: a slug, a JQL program and its params. ``{csv}`` is a file on this machine.
A reply may carry ``headers``. The JQL replies, and where the short link leads, are reconstructed from results; pages of
profiles that others follow are full (``page_size`` 1), as the documented server has them.

What differs in every call is said in ``expected.py``, what differs in one case in ``deviations.toml``; a listed
difference that is gone fails its test. ``floors.toml`` holds how many operations of each group must take part.
"""
