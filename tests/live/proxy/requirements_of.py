"""Prints what the installed litellm requires for its extra [proxy], without LiteLLM's own packages."""
import importlib.metadata, re
for line in importlib.metadata.requires("litellm"):
    requirement, _, marker = line.partition(";")
    if re.match(r"litellm[-_]", requirement) or ("extra ==" in marker and not re.search(r"extra == ['\"]proxy['\"]", marker)):
        continue
    marker = re.sub(r"\s*(and\s+)?extra == ['\"]proxy['\"]", "", marker).strip()
    print(requirement.strip() + (f" ; {marker}" if marker else ""))
