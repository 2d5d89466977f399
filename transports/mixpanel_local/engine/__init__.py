"""The engine: compiled questions become plans, plans SQL, and rows Mixpanel's answers."""
