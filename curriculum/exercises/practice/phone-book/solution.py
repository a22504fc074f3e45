def number_of(book, name):
    pass
