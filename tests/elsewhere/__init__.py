"""The book on other machines than the one that wrote it: each file is a program and a table.

seeds         every claim with every seed shifted, N times
processors    every notebook and every test of lib on emulated processors
environments  other people's versions: Colab's, the newest, other Pythons
"""
