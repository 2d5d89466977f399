"""What tracking SDKs send: ``/track``, ``/import``, ``/engage`` and ``/groups``."""
