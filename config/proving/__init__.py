"""Proves a centre's rules: what contradicts itself, what can never count, who would be missing when (`duban policy check`)."""
