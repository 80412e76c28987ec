"""The month's quota, forecast: model matters are played through the real program, and what they cost is counted."""
