"""Events of users one after the other: rows in order, some users at a time, as arrays."""
