class Book:
    def __init__(self, title, pages):
        Book.title = title
        Book.pages = pages

    def is_long(self):
        return Book.pages >= 300
