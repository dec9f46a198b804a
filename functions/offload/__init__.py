"""The shared layer: what every handler uses. Knows nothing of any job type, of infra/ or of local/."""
