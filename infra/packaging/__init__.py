"""From source folders to the assets a deployment uploads: what is in them, their hash, their wheels.

No Docker: wheels are fetched ready-made for the platform they will run on. Knows files and pip, no resource.
"""
