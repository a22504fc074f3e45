def receipt(items):
    """Return the receipt as a string."""
    total = sum(price for _, price in items)
    lines = [f"{name[:12]:<12}{price:>8.2f}" for name, price in [*items, ("TOTAL", total)]]
    return "\n".join(lines)
