"""What brands subscribe to: plans, their limits and rates, subscriptions, charges."""
