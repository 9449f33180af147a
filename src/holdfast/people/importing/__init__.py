"""Reading people from FHIR R4 bundles, and storing them."""
