"""What we promise about speed, as ratios against peers and limits measured side by side in one run."""
