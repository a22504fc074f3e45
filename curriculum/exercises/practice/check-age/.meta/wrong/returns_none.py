def check_age(age):
    if 0 <= age <= 130:
        return age
