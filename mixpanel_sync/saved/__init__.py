# Generated from mixpanel_async.saved by mixpanel_sync._generate: edit that module, not this one.
"""What people saved in Mixpanel: reports and their answers, funnels, cohorts."""
