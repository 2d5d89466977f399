"""What people keep in the embedded Mixpanel: reports, boards, cohorts, definitions."""
