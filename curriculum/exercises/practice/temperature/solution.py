def to_fahrenheit(celsius):
    """Return the temperature in degrees Fahrenheit."""
    pass


def to_celsius(fahrenheit):
    """Return the temperature in degrees Celsius."""
    pass
