"""Programs in JavaScript that the server runs over raw events: yours, and five of ours with typed answers."""
