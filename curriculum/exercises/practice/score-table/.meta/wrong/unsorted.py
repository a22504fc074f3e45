import csv


def total_scores(filename):
    totals = {}
    with open(filename, newline="") as file:
        for game in csv.DictReader(file):
            totals[game["player"]] = totals.get(game["player"], 0) + int(game["points"])
    return totals


def save_totals(totals, filename):
    with open(filename, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["player", "points"])
        writer.writerows(totals.items())
