"""What people are told: the inbox and its live counter. Listens to facts, called by no one."""
