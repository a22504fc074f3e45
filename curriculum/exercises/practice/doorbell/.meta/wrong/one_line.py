def ring():
    print("Ding Dong")
