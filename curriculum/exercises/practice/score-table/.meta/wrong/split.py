import csv


def total_scores(filename):
    totals = {}
    with open(filename) as file:
        next(file)
        for line in file:
            player, points = line.split(",")[:2]
            totals[player] = totals.get(player, 0) + int(points)
    return totals


def save_totals(totals, filename):
    with open(filename, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["player", "points"])
        writer.writerows(sorted(totals.items()))
