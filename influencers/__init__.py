"""Creators: public profile, declared audiences (never measured ones), packages in centimes. Knows no campaign."""
