"""photinus through its C ABI: structs, functions and constants as include/photinus.h declares them, called by name."""

import ctypes
import re

NUMBERS = {
    "size_t": ctypes.c_size_t,
    "double": ctypes.c_double,
    "float": ctypes.c_float,
    "int": ctypes.c_int,
    "int32_t": ctypes.c_int32,
    "int64_t": ctypes.c_int64,
    "uint32_t": ctypes.c_uint32,
    "uint64_t": ctypes.c_uint64,
    "unsigned char": ctypes.c_ubyte,
}


class Error(Exception):
    pass


def declared(text):
    """Name and ctypes type of `const double *lower`."""
    name = re.search(r"(\w+)\s*(?:\[\w*\])?$", text).group(1)
    before = text[: text.rindex(name)].replace("const", "").replace("struct", "").strip()
    # All that is no number is a pointer: an array, an object, a callback.
    return name, NUMBERS.get(before, ctypes.c_void_p)


class Library:
    def __init__(self, path, header):
        self.library = ctypes.CDLL(path)
        with open(header, encoding="utf-8") as file:
            text = re.sub(r"/\*.*?\*/|//[^\n]*|^#[^\n]*", "", file.read(), flags=re.S | re.M)
        self.constants = {name: int(value) for name, value in re.findall(r"(PHOTINUS_\w+) = (-?\d+)", text)}
        self.statuses = {value: name for name, value in self.constants.items() if re.match("PHOTINUS_(ERR|STOP)", name)}
        self.structs = {}
        for name, body in re.findall(r"typedef struct (\w+) \{(.*?)\} \w+;", text, flags=re.S):
            fields = [declared(field.strip()) for field in body.split(";") if field.strip()]
            self.structs[name] = type(name, (ctypes.Structure,), {"_fields_": fields})
        self.functions = {}
        for result, name, body in re.findall(r"^(int|void) (photinus_\w+)\((.*?)\);", text, flags=re.S | re.M):
            parameters = [declared(" ".join(part.split())) for part in body.split(",") if part.strip() != "void"]
            self.functions[name] = (None if result == "void" else ctypes.c_int, parameters)
        version = self.library.photinus_version
        version.restype = ctypes.c_char_p
        self.version = version().decode()

    def has(self, name):
        return name in self.functions and hasattr(self.library, name)

    def call(self, function, **arguments):
        """Arguments that are not named are 0 or NULL. The status; an exception if it is an error's."""
        result, parameters = self.functions[function]
        unknown = set(arguments) - {name for name, _ in parameters}
        if unknown:
            raise Error(f"{function} has no {', '.join(sorted(unknown))}")
        entry = getattr(self.library, function)
        entry.restype, entry.argtypes = result, [kind for _, kind in parameters]
        status = entry(*(arguments.get(name, None if kind is ctypes.c_void_p else 0) for name, kind in parameters))
        if result is not None and status < 0:
            raise Error(f"{function}: {self.statuses.get(status, status)}")
        return status

    def struct(self, name, **fields):
        """A struct of defaults, then the given fields."""
        value = self.structs[f"{name}_f64"]()
        self.call(f"{name}_init_f64", **{name.split("_")[-1]: ctypes.byref(value), "size": ctypes.sizeof(value)})
        for field, content in fields.items():
            if not hasattr(value, field):
                raise Error(f"{name} has no {field}")
            setattr(value, field, content)
        return value

    def pso(self, lower, upper, objective, user, **options):
        """Runs a swarm to its end. `objective`: the address of a C function; `lower`, `upper`: ctypes arrays."""
        chosen = self.struct("photinus_pso_options", **options)
        self.run("pso", objective, user, dim=len(lower), lower=lower, upper=upper, options=ctypes.byref(chosen))

    def search(self, lower, upper, objective, user, **options):
        """Runs the search that photinus_minimize_f64 is to its end."""
        problem = self.struct("photinus_problem", dim=len(lower))
        problem.lower, problem.upper = ctypes.addressof(lower), ctypes.addressof(upper)
        chosen = self.struct("photinus_search_options", **options)
        self.run("search", objective, user, problem=ctypes.byref(problem), options=ctypes.byref(chosen))

    def run(self, kind, objective, user, **arguments):
        made = ctypes.c_void_p()
        self.call(f"photinus_{kind}_new_f64", **arguments, **{kind: ctypes.byref(made)})
        try:
            self.call(f"photinus_{kind}_run_f64", **{kind: made}, objective=objective, user=user)
        finally:
            self.call(f"photinus_{kind}_free_f64", **{kind: made})
