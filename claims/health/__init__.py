"""Whether everything that the desk stands on does its part: one source for probes, metrics and the status page."""
