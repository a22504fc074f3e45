def number_of(book, name):
    return book.get(name, "unknown")
