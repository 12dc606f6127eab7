"""Letters: text in, plain values out. Knows neither database nor screen."""
