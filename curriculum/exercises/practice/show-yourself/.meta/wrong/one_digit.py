class Time:
    def __init__(self, hours, minutes):
        self.hours = hours
        self.minutes = minutes

    def __str__(self):
        return f"{self.hours}:{self.minutes}"

    def __eq__(self, other):
        return (self.hours, self.minutes) == (other.hours, other.minutes)

    def later(self, minutes):
        total = (self.hours * 60 + self.minutes + minutes) % (24 * 60)
        return Time(total // 60, total % 60)
