"""What people saved in Mixpanel: reports and their answers, funnels, cohorts."""
