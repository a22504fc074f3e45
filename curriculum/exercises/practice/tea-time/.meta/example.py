def brew(minutes=3):
    return minutes * 60
