"""The local runtime: animates moto with the synthesized template. Knows neither infra/ nor functions/."""
