def check_age(age):
    if age < 0 or age > 130:
        raise ValueError(f"{age} is not an age")
    return age
