def count_vowels(text):
    count = 0
    for vowel in "aeiou":
        if vowel in text.lower():
            count = count + 1
    return count
