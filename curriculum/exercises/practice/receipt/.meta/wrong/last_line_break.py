def receipt(items):
    total = sum(price for _, price in items)
    lines = [f"{name[:12]:<12}{price:>8.2f}\n" for name, price in [*items, ("TOTAL", total)]]
    return "".join(lines)
