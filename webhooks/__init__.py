"""What other machines are told: endpoints, signed deliveries, replay. Arrives with its own issue."""
