"""What is measured of the service: PostgreSQL, several workers, and what stands beside them for comparison."""
