"""Creators: public profile, declared audiences (never measured), packages in centimes. Knows no campaign."""
