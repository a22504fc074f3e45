class StepCounter:
    def __init__(self):
        self.steps = 0

    def walk(self, steps):
        if steps < 0:
            raise ValueError("nobody walks backwards")
        self.steps = self.steps + steps

    def reset(self):
        walked = self.steps
        self.steps = 0
        return walked
