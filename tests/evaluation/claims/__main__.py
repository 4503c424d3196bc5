"""Print how many claims, true and false, would be shown as fact."""

from tests.evaluation.claims.measure import summarize, tabulate


def main() -> None:
    """Print the table and the summary."""
    for line in tabulate():
        print(line)
    print(summarize())


if __name__ == "__main__":
    main()
