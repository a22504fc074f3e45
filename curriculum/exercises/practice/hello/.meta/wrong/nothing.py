text = "Hello, world!"
