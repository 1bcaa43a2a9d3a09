"""Pure: cash flow, annual rates, disclosure sheet, comparison, affordability, contract text."""
