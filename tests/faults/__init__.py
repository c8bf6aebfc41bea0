"""A whole desk under seeded faults: `python -m tests.faults --rounds 200 --seed 1`. Nothing lost, double or stuck."""
