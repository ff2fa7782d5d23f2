SELECT max(sales.id) - (-max(-sales.id)) FROM sales
