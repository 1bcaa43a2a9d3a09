"""Pure lending arithmetic and wording: cash flow, annual rates, sheet, comparison, contract."""
