print("fusiongrid")
