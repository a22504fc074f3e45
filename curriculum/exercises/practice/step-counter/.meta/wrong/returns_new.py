class StepCounter:
    def __init__(self):
        self.steps = 0

    def walk(self, steps):
        if steps < 0:
            raise ValueError
        self.steps = self.steps + steps

    def reset(self):
        self.steps = 0
        return self.steps
