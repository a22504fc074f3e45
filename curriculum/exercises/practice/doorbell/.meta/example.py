def ring():
    print("Ding")
    print("Dong")
