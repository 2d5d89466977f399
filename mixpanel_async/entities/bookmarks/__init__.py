"""Saved reports, which the API calls bookmarks: what they ask, how they are made, what has become of them."""
