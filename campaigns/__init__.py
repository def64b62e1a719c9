"""The marketplace: campaigns, offers, collaborations, deliverables and their deadlines. Payments moves the money."""
