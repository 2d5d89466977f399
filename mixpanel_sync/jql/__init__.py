# Generated from mixpanel_async.jql by mixpanel_sync._generate: edit that module, not this one.
"""Programs in JavaScript that the server runs over raw events: yours, and five of ours with typed answers."""
