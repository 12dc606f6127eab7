"""What developers run beside tests and benchmarks."""
