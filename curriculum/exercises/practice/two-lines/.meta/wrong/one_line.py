print("A week has 7 days I like all of them")
