"""`python -m litellm_proxy_cli`."""

from . import main

main()
