print("puntuale")
