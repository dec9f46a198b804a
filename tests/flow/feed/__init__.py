"""The feed's flow tests, a package so that pytest ends what they share when the last of them is done."""
