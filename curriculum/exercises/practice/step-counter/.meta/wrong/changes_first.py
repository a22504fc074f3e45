class StepCounter:
    def __init__(self):
        self.steps = 0

    def walk(self, steps):
        self.steps = self.steps + steps
        if steps < 0:
            raise ValueError

    def reset(self):
        walked = self.steps
        self.steps = 0
        return walked
