"""The routes: what of Mixpanel's HTTP APIs the embedded one answers."""
