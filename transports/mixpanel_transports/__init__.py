"""The seam between operations and the wire: requests, replies, transports, layers, runtimes."""
