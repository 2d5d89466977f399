"""The app API: who asks, and what people keep."""
