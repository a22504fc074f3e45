bag = []
# Ask three times, then show what is in the bag.
