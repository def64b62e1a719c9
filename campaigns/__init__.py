"""The marketplace: campaigns, offers, collaborations, deliverables, deadlines. Payments moves the money."""
