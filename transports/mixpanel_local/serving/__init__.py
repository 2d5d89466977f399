"""The embedded Mixpanel over HTTP: who may ask, how often, and what goes wrong on purpose."""
