"""What tracking SDKs send: kept on disk at once, and brought into the store before the next question."""
