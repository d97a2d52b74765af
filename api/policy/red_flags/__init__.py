"""The red flags, one rule a file; none knows another."""
