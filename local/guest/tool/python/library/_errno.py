from _start import errors as _errors

_isReplacement = True
errorcode = {}
for _code, (_number, _, _, _) in _errors.items():
    globals()[_code] = _number
    errorcode[_number] = _code
