def brew(minutes=180):
    return minutes * 60
