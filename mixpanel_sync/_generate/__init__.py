"""Writes the blocking face: for every class of the core that waits, one that drives it.

No body of the core is read or changed. A face copies names, signatures and docstrings; each method hands its arguments
to the core object it holds and drives what comes back. ``python -m mixpanel_sync._generate`` writes the tree, with
``--check`` it says what differs.

What gets a face: a public name of the core that waits (has coroutines, async generators, ``__aenter__``,
``__aiter__``), what such a class inherits from, and what its methods return. attrs classes are values and have none:
the core itself awaits the credentials and hooks among them. A face can be made by hand where the core's constructor
takes a ``runtime``; others are handed out by operations.

Of the groups of operations there are, it writes the module ``groups`` too, the core's and the face's: ``Workspace``
inherits them all, and a program loads the few it uses.
"""
