"""The marketplace: campaigns, applications, offers, collaborations, deliverables, and every deadline. Money is asked of payments."""
