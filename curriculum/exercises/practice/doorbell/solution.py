def ring():
    pass  # put your lines here instead of this one
