"""The pure parts of the benchmarks: what they count and print must be right before any figure is."""
