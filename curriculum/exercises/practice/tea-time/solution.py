def brew(minutes):
    pass
