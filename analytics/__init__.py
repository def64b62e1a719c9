"""What is counted: roll-ups and dashboards with their sources. Arrives with its own issue."""
