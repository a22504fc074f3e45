"""What all requests have in common: parsing, envelope, errors, authentication, limits, headers."""
