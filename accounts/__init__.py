"""Who people are: users, their role, sessions and API tokens. Knows no company and no profile."""
