"""How a wrong entry of the catalog is told."""


class CatalogError(ValueError):
    """An entry of the catalog that cannot be built; the message says what to change."""
