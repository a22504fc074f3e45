def brew(minutes):
    return minutes * 60
