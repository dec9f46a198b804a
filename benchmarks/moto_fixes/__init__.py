"""What the mends of moto are worth in time: mended moto against moto as it came."""
